"""Fixtures of the tests of representation."""

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.application.representation.representation_application import (
    RepresentationApplication,
)


@pytest.fixture(scope="package")
def people(accounts: AccountsApplication) -> RepresentationApplication:
    return RepresentationApplication(accounts)
