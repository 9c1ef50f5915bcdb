"""What a service's `service.py` and `__main__.py` import from the chassis, in one line.

`chassis.monkey_patch` is not among it: it must be imported before this module, which loads nameko and kombu.
"""

from chassis.core.context import Context
from chassis.core.settings import Settings
from chassis.runtime.dependencies import Mongo, ProcessScoped, SettingsDependency
from chassis.runtime.event_handler import event_handler
from chassis.runtime.process import run
from chassis.runtime.rpc_client import Client, RpcClient
from chassis.runtime.rpc_server import rpc
from chassis.runtime.timer_handler import RunAgainAt, timer_handler
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork

__all__ = [
    "Client",
    "Context",
    "Mongo",
    "ProcessScoped",
    "RpcClient",
    "RunAgainAt",
    "Settings",
    "SettingsDependency",
    "Store",
    "Timer",
    "UnitOfWork",
    "event_handler",
    "rpc",
    "run",
    "timer_handler",
]
