from webtest import TestApp


def test_index_welcomes(client: TestApp) -> None:
    response = client.get("/")

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert 'href="/hello' in response.text
