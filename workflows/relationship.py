"""Keeps one relationship alive: waits for a reply or a deadline, takes a step, has the letters posted.

It holds keys, dates and enumerations only, and stays the same while the rules change.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ActivityError, ApplicationError, RetryState

with workflow.unsafe.imports_passed_through():
    from activities.advance import Advance, LetterKey, Outcome, Step
    from activities.post import Post
    from store.vault import SEALED

STAGE = SearchAttributeKey.for_keyword("Stage")
PROGRAMME = SearchAttributeKey.for_keyword("Programme")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
NEEDS_CARE = SearchAttributeKey.for_bool("NeedsCare")

LOST_AFTER_SECONDS = 60.0
STEP_FOR = timedelta(minutes=30)
POST_LIMIT = timedelta(minutes=15)
POST_FOR = timedelta(hours=48)
"""Trouble is waited out so long; then a person is told by the NeedsCare attribute, and it is tried on."""

KEY_AGAIN = timedelta(minutes=15)
"""A key that is missing is shown to a person at once; so often it is looked whether they have put it back."""

RETRY_STEP = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
POST_AGAIN_SECONDS = 10.0
POST_AGAIN_AT_MOST = timedelta(minutes=30)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Life:
    """What a run starts with: the relationship's id, and what the run before it left to do.

    `post_again_seconds` is the pause before the second attempt to post a letter; each further one is twice as long.
    A worker that gives no sign of life for `lost_after_seconds` is taken for dead, and its letter up by another.
    """

    relationship: str
    events_per_run: int = 100
    replies: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    needs_care: bool = False
    post_again_seconds: float = POST_AGAIN_SECONDS
    lost_after_seconds: float = LOST_AFTER_SECONDS


@workflow.defn(name="Relationship")
class RelationshipWorkflow:
    @workflow.init
    def __init__(self, life: Life) -> None:
        self._life = life
        self._lost_after = timedelta(seconds=life.lost_after_seconds)
        self._replies: deque[str] = deque(life.replies)
        self._outcome = life.outcome or Outcome()
        self._posts: dict[str, asyncio.Task[None]] = {}
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._refused = life.needs_care
        self._troubles = 0
        self._shown: tuple[object, ...] = ()

    @workflow.signal(description="A reply, or another request, waits in the inbox under this key.")
    def reply(self, key: str) -> None:
        if key not in self._replies:
            self._replies.append(key)

    @workflow.run
    async def run(self, life: Life) -> None:
        """Until the relationship is over; a long one goes on in fresh runs."""
        if life.outcome is None:
            await self._advance(f"start-{life.relationship}", "the relationship starts: decide what follows")
        self._show()
        while self._replies or self._posts or not self._outcome.over:
            if self._outcome.over and not self._replies:
                # What is asked after the close is answered too, as long as anything is held.
                await workflow.wait_condition(lambda: bool(self._replies) or not self._posts)
                continue
            if self._is_time_for_a_fresh_run():
                self._go_on_in_a_fresh_run()
            await self._take_the_next_step()

    async def _take_the_next_step(self) -> None:
        deadline = self._outcome.deadline
        patience = None if deadline is None else deadline - workflow.now()
        if not self._replies and (patience is None or patience > timedelta(0)):
            try:
                await workflow.wait_condition(
                    self._has_something_to_do, timeout=patience, timeout_summary=f"waiting for: {self._outcome.why}"
                )
            except TimeoutError:
                patience = timedelta(0)
        if self._replies:
            # It stays in the list until it is dealt with: a run that ends meanwhile hands it on.
            await self._advance(self._replies[0], "a reply came in: decide what follows")
            self._replies.popleft()
        elif deadline is not None and deadline <= workflow.now():
            cause = f"time/{deadline.isoformat()}/{self._outcome.position}"
            await self._advance(cause, "a deadline came: decide what follows")

    def _has_something_to_do(self) -> bool:
        return bool(self._replies) or self._is_time_for_a_fresh_run()

    async def _advance(self, cause: str, summary: str) -> None:
        step = Step(self._life.relationship, cause, workflow.now())
        self._outcome = await self._persistently(
            lambda: workflow.execute_activity_method(
                Advance.advance,
                step,
                start_to_close_timeout=self._lost_after,
                schedule_to_close_timeout=STEP_FOR,
                retry_policy=RETRY_STEP,
                summary=summary,
            )
        )
        for letter in self._outcome.letters:
            # A cause that is told twice brings its letters twice; two posts of one letter could cross.
            if letter.key not in self._posts:
                before = self._lanes.get(letter.lane)
                post = asyncio.create_task(self._post(letter, before))
                self._posts[letter.key] = post
                if letter.lane:
                    self._lanes[letter.lane] = post
        self._show()

    async def _post(self, letter: LetterKey, before: asyncio.Task[None] | None) -> None:
        """Mail trouble never holds a decision back: letters go out beside the waiting, each reader's in their order."""
        if before is not None:
            await workflow.wait_condition(before.done)
        again = RetryPolicy(
            initial_interval=timedelta(seconds=self._life.post_again_seconds), maximum_interval=POST_AGAIN_AT_MOST
        )
        try:
            await self._persistently(
                lambda: workflow.execute_activity_method(
                    Post.post,
                    letter.key,
                    start_to_close_timeout=POST_LIMIT,
                    schedule_to_close_timeout=POST_FOR,
                    heartbeat_timeout=self._lost_after,
                    retry_policy=again,
                    summary=f"post a letter: {letter.name}",
                )
            )
        except ActivityError:
            self._refused = True
            self._replies.append(f"refused/{letter.key}")
            self._show()
        finally:
            del self._posts[letter.key]

    async def _persistently(self, attempt: Callable[[], Awaitable[Result]]) -> Result:
        """Try until it is done: what takes longer than anybody's patience is shown to a person, and tried on.

        Raises ActivityError when trying on is of no use.
        """
        given_up = 0
        while True:
            try:
                result = await attempt()
                break
            except ActivityError as trouble:
                sealed = isinstance(trouble.cause, ApplicationError) and trouble.cause.type == SEALED
                if trouble.retry_state is not RetryState.TIMEOUT and not sealed:
                    self._troubles -= min(given_up, 1)
                    raise
            given_up += 1
            self._troubles += given_up == 1
            self._show()
            if sealed:
                await workflow.sleep(KEY_AGAIN, summary="waiting for a key that is missing")
        if given_up:
            self._troubles -= 1
            self._show()
        return result

    def _is_time_for_a_fresh_run(self) -> bool:
        return workflow.info().get_current_history_length() >= self._life.events_per_run and not self._posts

    def _go_on_in_a_fresh_run(self) -> None:
        life = replace(self._life, replies=list(self._replies), outcome=self._outcome, needs_care=self._refused)
        workflow.continue_as_new(life)

    def _show(self) -> None:
        """For whoever watches: stage, next deadline, and what is owed by which role.  No word, no name."""
        outcome, needs_care = self._outcome, self._refused or self._troubles > 0
        workflow.set_current_details(outcome.details)
        shown = (outcome.stage, outcome.programme, outcome.expected, needs_care)
        if shown == self._shown:
            return
        self._shown = shown
        deadline = NEXT_DEADLINE.value_set(outcome.expected) if outcome.expected else NEXT_DEADLINE.value_unset()
        programme = [PROGRAMME.value_set(outcome.programme)] if outcome.programme else []
        workflow.upsert_search_attributes(
            [STAGE.value_set(outcome.stage), NEEDS_CARE.value_set(needs_care), deadline, *programme]
        )


def first_attributes(programme: str) -> TypedSearchAttributes:
    """What a relationship shows from its first moment."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(STAGE, "enrolled"),
            SearchAttributePair(PROGRAMME, programme),
            SearchAttributePair(NEEDS_CARE, False),
        ]
    )
