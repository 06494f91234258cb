"""What a real server could send: the test client hands over headers that no wire takes."""

from werkzeug.test import TestResponse


def sendable(response: TestResponse) -> TestResponse:
    """The same response, if every header is of Latin letters; a file with a Chinese name once was not."""
    for name, value in response.headers:
        assert value.isascii(), f"{name}: {value}"
    return response
