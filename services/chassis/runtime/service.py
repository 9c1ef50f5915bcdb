"""What a service's `service.py` and `__main__.py` import from the chassis in one line, and the base of its class.

`chassis.monkey_patch` is not among it: it must be imported before this module, which loads nameko and kombu.
"""

from typing import Any, ClassVar

from chassis.core.context import Context
from chassis.core.settings import Settings
from chassis.runtime.dependencies import Mongo, ProcessScoped, SettingsDependency
from chassis.runtime.event_handler import event_batch_handler, event_handler
from chassis.runtime.process import run
from chassis.runtime.rpc_client import Client, RpcClient
from chassis.runtime.rpc_server import Req, Res, RpcFunction, rpc
from chassis.runtime.timer_handler import RunAgainAt, timer_batch_handler, timer_handler
from chassis.storage import chain_audit
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import audit, field_encryption
from contracts import migrations as contract
from contracts.base import ActorKind, Method
from contracts.errors import ErrorCode, ServiceError

__all__ = [
    "Client",
    "Context",
    "Mongo",
    "ProcessScoped",
    "ReceivedEvent",
    "RpcClient",
    "RunAgainAt",
    "Service",
    "Settings",
    "SettingsDependency",
    "Store",
    "Timer",
    "UnitOfWork",
    "event_batch_handler",
    "event_handler",
    "rpc",
    "run",
    "timer_batch_handler",
    "timer_handler",
]


class Service:
    """Base of a service class: `name` is the service's in the contracts, `store = Mongo(...)` its database.

    It answers the operator's questions about migrations (`contracts.migrations`), about its log (`contracts.audit`) and
    about the encryption of its fields (`contracts.field_encryption`), as every service does.
    """

    name: ClassVar[str]
    store: Store

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Each service offers them under its own name, so each class gets entrypoints of its own.
        cls._offer(contract.get_migrations(cls.name), get_migrations)
        cls._offer(contract.run_migrations(cls.name), run_migrations)
        cls._offer(field_encryption.get_encryption(cls.name), get_encryption)
        cls._offer(field_encryption.run_encryption(cls.name), run_encryption)
        cls._offer(audit.get_chain_heads(cls.name), get_chain_heads)
        cls._offer(audit.check_chain_heads(cls.name), check_chain_heads)
        cls._offer(audit.verify_chains(cls.name), verify_chains)

    @classmethod
    def _offer(cls, method: Method[Req, Res], function: RpcFunction[Req, Res]) -> None:
        setattr(cls, method.name, rpc(method)(function))


def get_migrations(
    service: Service, _request: contract.GetMigrations, context: Context
) -> contract.Migrations:
    _require_operator(context)
    return service.store.migrator.status()


def run_migrations(
    service: Service, request: contract.RunMigrations, context: Context
) -> contract.Migrations:
    _require_operator(context)
    return service.store.migrator.run(request.budget_s)


def get_encryption(
    service: Service, _request: field_encryption.GetEncryption, context: Context
) -> field_encryption.EncryptionStatus:
    _require_operator(context)
    return service.store.re_encryption.status()


def run_encryption(
    service: Service, request: field_encryption.RunEncryption, context: Context
) -> field_encryption.EncryptionStatus:
    _require_operator(context)
    return service.store.re_encryption.run(request.budget_s)


def get_chain_heads(service: Service, request: audit.GetChainHeads, context: Context) -> audit.ChainHeads:
    """A service may ask too, in its own name, where the topology says so: the one that anchors them."""
    if context.actor.kind is not ActorKind.SERVICE:
        _require_operator(context)
    return chain_audit.chain_heads(service.store.database, request)


def check_chain_heads(
    service: Service, request: audit.CheckChainHeads, context: Context
) -> audit.CheckedChainHeads:
    _require_operator(context)
    return chain_audit.check_heads(service.store.database, request)


def verify_chains(service: Service, request: audit.VerifyChains, context: Context) -> audit.VerifiedChains:
    _require_operator(context)
    return chain_audit.verify_chains(service.store.database, request)


def _require_operator(context: Context) -> None:
    if context.actor.kind is not ActorKind.OPERATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)
