"""Settings, and things made once from them, as dependencies of a service class."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from nameko.extensions import DependencyProvider

from chassis.settings import Configuration, load_settings

S = TypeVar("S", bound=Configuration)
T = TypeVar("T")


class SettingsProvider(DependencyProvider):
    """Gives the frozen settings object."""

    def __init__(self, cls: type[Configuration]) -> None:
        self.cls = cls

    def setup(self) -> None:
        self.settings = load_settings(self.cls)

    def get_dependency(self, worker_ctx: Any) -> Configuration:  # noqa: ARG002
        return self.settings


class ProcessScopedProvider(DependencyProvider):
    """Gives what the factory made when the service started."""

    def __init__(self, cls: type[Configuration], factory: Callable[[Any], Any]) -> None:
        self.cls = cls
        self.factory = factory

    def setup(self) -> None:
        self.made = self.factory(load_settings(self.cls))

    def get_dependency(self, worker_ctx: Any) -> Any:  # noqa: ARG002
        return self.made


def SettingsDependency(cls: type[S]) -> S:  # noqa: N802  reads as the dependency that it is
    """Declare `settings = Configured(MySettings)` on a service class."""
    return cast("S", SettingsProvider(cls))


def ProcessScoped(cls: type[S], factory: Callable[[S], T]) -> T:  # noqa: N802
    """Declare `issuer = Once(MySettings, lambda settings: Issuer(settings.key))`: made once, at start."""
    return cast("T", ProcessScopedProvider(cls, factory))
