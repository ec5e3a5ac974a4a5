"""Figures for whoever watches, in the form of Prometheus: off unless asked for, on loopback unless a host is named.

Temporal's own library serves them, so that there is one page, and none of ours, beside its own figures of the worker.
A label is an enumeration that is listed here; whatever is not on the list is counted as "other".
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from store.engine import reading
from store.inbox import KEY_MISSING
from store.tables import inbox, outbox, relationships
from worker.house import House

EVERY_SECONDS = 30.0
OTHER = "other"

STAGES = ("enrolled", "agreement", "first_meeting", "meetings", "renewal", "paused", "ended", "closed")
MAILS = ("taken", "sorted", "done", "set_aside")
LETTERS = ("waiting", "sending", "posted", "refused")
REASONS = (
    "automatic", "bounce", "closed", "damaged", "forgotten", "hostile", KEY_MISSING, "nothing_held",
    "organiser_unprompted",
    "stranger", "too_big", "unreadable", "wrong_sender",
)  # fmt: skip
"""Why mails are set aside; of an automatic one the kind is left out."""

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "stage": (*STAGES, OTHER),
    "mail": (*MAILS, OTHER),
    "letter": (*LETTERS, OTHER),
    "reason": (*REASONS, OTHER),
}
"""Our labels and all their values: an id, a name, an address or a programme is none."""

NAMES = {
    "stage": ("peerpost_relationships", "Relationships, by stage."),
    "mail": ("peerpost_mails", "Mails that came in and are kept, by how far they are."),
    "letter": ("peerpost_letters", "Letters, by how far they are."),
    "reason": ("peerpost_mails_set_aside", "Mails that wait for a human, by reason."),
}


def serving_at(address: str) -> Runtime:
    """The library's runtime, serving at this address (host:port); a client connected with it brings its figures."""
    served = PrometheusConfig(bind_address=address)
    return Runtime(telemetry=TelemetryConfig(metrics=served, attach_service_name=False))


@contextlib.asynccontextmanager
async def told(house: House, runtime: Runtime | None) -> AsyncIterator[None]:
    """While this lasts, what is in the store is told to whoever asks the runtime; without one, nothing."""
    telling = asyncio.create_task(Figures(house, runtime).keep_telling()) if runtime else None
    try:
        yield
    finally:
        if telling is not None:
            telling.cancel()


class Figures:
    """What is counted in the store, told anew every half minute."""

    def __init__(self, house: House, runtime: Runtime) -> None:
        self._engine = house.engine
        # It serves as long as somebody holds it.
        self._runtime = runtime
        meter = runtime.metric_meter
        self._gauges = {label: meter.create_gauge(name, told) for label, (name, told) in NAMES.items()}

    async def keep_telling(self) -> None:
        """For ever; a store that does not answer now is asked again."""
        while True:
            with contextlib.suppress(SQLAlchemyError):
                await asyncio.to_thread(self.tell)
            await asyncio.sleep(EVERY_SECONDS)

    def tell(self) -> None:
        """Every value of every label, those of which there is none too: else the last one would stand for ever."""
        for label, counted in self._counted().items():
            known = Counter[str]()
            for value, count in counted.items():
                known[value if value in ALLOWED[label] else OTHER] += count
            for value in ALLOWED[label]:
                self._gauges[label].set(known[value], {label: value})

    def _counted(self) -> dict[str, Counter[str]]:
        aside = inbox.c.state == "set_aside"
        queries = {
            "stage": select(relationships.c.stage, func.count()).group_by(relationships.c.stage),
            "mail": select(inbox.c.state, func.count()).where(inbox.c.sealed.is_not(None)).group_by(inbox.c.state),
            "letter": select(outbox.c.state, func.count()).group_by(outbox.c.state),
            "reason": select(inbox.c.reason, func.count()).where(aside).group_by(inbox.c.reason),
        }
        found = {label: Counter[str]() for label in queries}
        with reading(self._engine) as connection:
            for label, query in queries.items():
                for value, count in connection.execute(query):
                    found[label][str(value).partition("/")[0]] += count
        return found
