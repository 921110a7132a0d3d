"""The settings, read from the environment; `.env` fills in what is missing there."""

import sys
from functools import lru_cache
from typing import Literal

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each attribute is a variable of the environment, checked against its type."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    # `fastapi dev` sets this variable; here .env.development does.
    fastapi_env: Literal["development", "production"] = "production"
    # FastAPI signs nothing. Use this key for what you sign: tokens, cookies.
    secret_key: SecretStr = SecretStr("")
    # With commas between them.
    allowed_hosts: str = "localhost,127.0.0.1"

    @property
    def development(self) -> bool:
        return self.fastapi_env == "development"

    @property
    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",")]


# Reads the files once. A path operation takes the settings as a dependency:
# settings: Annotated[Settings, Depends(get_settings)]
@lru_cache
def get_settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        # Without the values: whoever mixes up two lines may have put the secret there.
        names = ", ".join(str(each["loc"][0]).upper() for each in error.errors())
        sys.exit(f"A value that is not allowed: look at {names}.")
    if not settings.secret_key:
        if not settings.development:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        settings.secret_key = SecretStr("dev")
    return settings
