"""Unexpected errors of activities become a code and a reference: their messages may hold a person's words."""

import logging
import secrets
from typing import Any

from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

log = logging.getLogger("peerpost")


class Guard(Interceptor):
    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Guarded(next)


class _Guarded(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            return await super().execute_activity(input)
        except (ApplicationError, CancelledError):
            raise
        except Exception as error:
            reference = secrets.token_hex(4)
            # Where it happened may be said, what was in the variables may not.
            places = _places(error)
            log.error("activity failed: %s at %s, reference %s", type(error).__name__, places, reference)
            message = f"{type(error).__name__}; see the worker's log, reference {reference}"
        raise ApplicationError(message, type="Unexpected") from None


def _places(error: BaseException) -> str:
    trace, places = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-6:])
