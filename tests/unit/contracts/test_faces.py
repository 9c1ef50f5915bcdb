"""The face of a contract (`from contracts.dossiers import ...`) is all that its modules define, without a clash."""

import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

from contracts import catalog, dossiers, records


@pytest.mark.parametrize("face", [catalog, dossiers, records])
def test_every_name_of_the_modules_is_in_the_face_and_means_one_thing(face: ModuleType) -> None:
    for found in pkgutil.iter_modules(face.__path__):
        module = import_module(f"{face.__name__}.{found.name}")
        for name, value in vars(module).items():
            if not name.startswith("_"):
                assert getattr(face, name) is value, f"{module.__name__}.{name} is hidden by another"
