"""Starts the catalogue service."""

from chassis import monkey_patch  # noqa: F401  isort: skip  patches before anything else is loaded

from catalog.service import CatalogService
from catalog.settings import CatalogSettings
from chassis.runtime.service import run

run(CatalogService, CatalogSettings)
