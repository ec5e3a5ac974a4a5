"""Keeps one relationship alive: waits for a reply or a deadline, takes a step, has the letters posted.

It holds keys, dates and enumerations only, and stays the same while the rules change.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.advance import Advance, LetterKey, Outcome, Step
    from activities.post import Post

STAGE = SearchAttributeKey.for_keyword("Stage")
PROGRAMME = SearchAttributeKey.for_keyword("Programme")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
NEEDS_CARE = SearchAttributeKey.for_bool("NeedsCare")

STEP_LIMIT = timedelta(minutes=1)
POST_LIMIT = timedelta(minutes=15)
POST_FOR = timedelta(hours=48)
"""Mail trouble is waited out so long, then a person is told by the NeedsCare attribute."""

RETRY_STEP = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
RETRY_POST = RetryPolicy(initial_interval=timedelta(seconds=10), maximum_interval=timedelta(minutes=30))
PRIVATE = frozenset({"end_pending", "end_undone"})
"""Letters that are called an answer, for that they exist is nobody's business."""


@dataclass(frozen=True, slots=True)
class Life:
    """What a run starts with: the relationship's id, and what the run before it left to do."""

    relationship: str
    events_per_run: int = 100
    replies: list[str] = field(default_factory=list)
    outcome: Outcome | None = None


@workflow.defn(name="Relationship")
class RelationshipWorkflow:
    @workflow.init
    def __init__(self, life: Life) -> None:
        self._life = life
        self._replies: deque[str] = deque(life.replies)
        self._outcome = life.outcome or Outcome()
        self._posts: set[asyncio.Task[None]] = set()
        self._needs_care = False
        self._shown: tuple[object, ...] = ()

    @workflow.signal(description="A reply, or another request, waits in the inbox under this key.")
    def reply(self, key: str) -> None:
        self._replies.append(key)

    @workflow.run
    async def run(self, life: Life) -> None:
        """Until the relationship is over; a long one goes on in fresh runs."""
        if life.outcome is None:
            await self._advance(f"start-{life.relationship}", "start")
        self._show()
        while not self._outcome.over:
            if self._is_time_for_a_fresh_run():
                await self._go_on_in_a_fresh_run()
            await self._take_the_next_step()
        await workflow.wait_condition(lambda: not self._posts)

    async def _take_the_next_step(self) -> None:
        deadline, why = self._outcome.deadline, self._outcome.why
        patience = None if deadline is None else deadline - workflow.now()
        if not self._replies and (patience is None or patience > timedelta(0)):
            try:
                await workflow.wait_condition(self._has_something_to_do, timeout=patience, timeout_summary=why)
            except TimeoutError:
                patience = timedelta(0)
        if self._replies:
            # It stays in the list until it is dealt with: a run that ends meanwhile hands it on.
            await self._advance(self._replies[0], "a reply")
            self._replies.popleft()
        elif deadline is not None and deadline <= workflow.now():
            await self._advance(f"time/{deadline.isoformat()}", why)

    def _has_something_to_do(self) -> bool:
        return bool(self._replies) or (self._is_time_for_a_fresh_run())

    async def _advance(self, cause: str, summary: str) -> None:
        step = Step(self._life.relationship, cause, workflow.now())
        self._outcome = await workflow.execute_activity_method(
            Advance.advance, step, start_to_close_timeout=STEP_LIMIT, retry_policy=RETRY_STEP, summary=summary
        )
        for letter in self._outcome.letters:
            post = asyncio.create_task(self._post(letter))
            self._posts.add(post)
            post.add_done_callback(self._posts.discard)
        self._show()

    async def _post(self, letter: LetterKey) -> None:
        """Mail trouble never holds a decision back: letters go out beside the waiting."""
        name = "an answer" if letter.name in PRIVATE else letter.name.replace("_", " ")
        try:
            await workflow.execute_activity_method(
                Post.post,
                letter.key,
                start_to_close_timeout=POST_LIMIT,
                schedule_to_close_timeout=POST_FOR,
                retry_policy=RETRY_POST,
                summary=f"letter: {name}",
            )
        except ActivityError as trouble:
            if isinstance(trouble.cause, ApplicationError) and trouble.cause.type == "Refused":
                self._replies.append(f"refused/{letter.key}")
            self._needs_care = True
            self._show()

    def _is_time_for_a_fresh_run(self) -> bool:
        long_enough = workflow.info().get_current_history_length() >= self._life.events_per_run
        return long_enough and not self._replies and not self._posts

    async def _go_on_in_a_fresh_run(self) -> None:
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(
            Life(self._life.relationship, self._life.events_per_run, list(self._replies), self._outcome)
        )

    def _show(self) -> None:
        """For whoever watches: stage, next deadline, and what is owed by which role.  No word, no name."""
        outcome = self._outcome
        workflow.set_current_details(outcome.details)
        shown = (outcome.stage, outcome.programme, outcome.deadline, self._needs_care)
        if shown == self._shown:
            return
        self._shown = shown
        deadline = NEXT_DEADLINE.value_set(outcome.deadline) if outcome.deadline else NEXT_DEADLINE.value_unset()
        programme = [PROGRAMME.value_set(outcome.programme)] if outcome.programme else []
        workflow.upsert_search_attributes(
            [STAGE.value_set(outcome.stage), NEEDS_CARE.value_set(self._needs_care), deadline, *programme]
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
