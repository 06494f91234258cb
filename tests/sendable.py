"""What a real server could send: the test client hands over headers that no wire takes."""

from werkzeug.test import TestResponse


def sendable(response: TestResponse) -> TestResponse:
    """The same response, read to its end; every header is of Latin letters, as no Chinese file name is."""
    for name, value in response.headers:
        assert value.isascii(), f"{name}: {value}"
    response.get_data()
    return response
