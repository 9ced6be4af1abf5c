import pytest

from tests.permissions import routes


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-matrix", action="store_true", help="write tests/permissions/matrix.csv from the declarations"
    )


@pytest.fixture(scope="session", autouse=True)
def matrix(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    """The checked-in matrix; written anew first when asked to."""
    if request.config.getoption("--write-matrix", default=False):
        routes.write()
    return routes.read()
