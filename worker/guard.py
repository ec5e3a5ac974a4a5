"""What surrounds every activity: unexpected errors become a code and a reference, and long ones show that they live.

The message of an error may hold a person's words.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

log = logging.getLogger("peerpost")


class Guard(Interceptor):
    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Guarded(next)


class _Guarded(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            async with _heartbeats():
                return await super().execute_activity(input)
        except CancelledError:
            raise
        except ApplicationError as error:
            # Temporal would keep what it came from, too, with its words.
            raise error from None
        except Exception as error:
            reference = secrets.token_hex(4)
            # Where it happened may be said, what was in the variables may not.
            told = {"error": type(error).__name__, "where": places(error), "reference": reference}
            log.error("An activity failed.", extra=told)
            message = f"{type(error).__name__}; see the worker's log, reference {reference}"
        raise ApplicationError(message, type="Unexpected") from None


@asynccontextmanager
async def _heartbeats() -> AsyncIterator[None]:
    """Where somebody waits for heartbeats, give them from beside the work: a slow mail server is no dead worker."""
    limit = activity.info().heartbeat_timeout
    if not limit:
        yield
        return

    async def beat() -> None:
        while True:
            await asyncio.sleep(limit.total_seconds() / 4)
            activity.heartbeat()

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


def places(error: BaseException) -> str:
    """Where an error came from: the last functions and lines, and nothing of what was in them."""
    trace, found = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(found[-6:])
