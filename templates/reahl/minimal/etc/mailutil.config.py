# ruff: noqa: F821  (Reahl gives the names that are set here)
mail.smtp_port = 25
