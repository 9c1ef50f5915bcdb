"""What the container of a service starts in which order."""

from nameko.extensions import DependencyProvider, Entrypoint, SharedExtension

from chassis.runtime.process import WorkerContainer

started: list[str] = []


class Replies(SharedExtension):  # type: ignore[misc]
    def start(self) -> None:
        started.append("replies")


class Client(DependencyProvider):  # type: ignore[misc]
    replies = Replies()

    def start(self) -> None:
        started.append("client")


class Requests(SharedExtension):  # type: ignore[misc]
    def start(self) -> None:
        started.append("requests")


class Method(Entrypoint):  # type: ignore[misc]
    requests = Requests()

    def start(self) -> None:
        started.append("method")


class Service:
    name = "service"
    client = Client()

    @Method.decorator()  # type: ignore[untyped-decorator]
    def work(self) -> None:
        pass


def test_what_a_request_needs_is_there_before_the_first_is_taken() -> None:
    WorkerContainer(Service).start()
    assert set(started[:2]) == {"replies", "client"}
    assert set(started[2:]) == {"requests", "method"}
    assert len(started) == 4
