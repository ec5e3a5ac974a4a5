"""A change of address by mail: what the mails from its two ends may do, and nothing else (threat T15)."""

from collections.abc import Iterable
from email.headerregistry import Address

from correspondence.arriving.reading import Intent, Statement
from correspondence.sender import NewAddress
from correspondence.writing.addresses import is_plain
from mentoring.answers import Acknowledge
from mentoring.commands import Command
from mentoring.letters import NEW_END
from mentoring.moving import ConfirmAddress, UndoAddress
from store.outbox import Outgoing
from store.registry import Registry


def is_from_its_end(registry: Registry, letter: Outgoing, sender: str) -> bool:
    """Whether this sender is the one address to which the letter went."""
    move = registry.move_of(letter.letter)
    if move is None:
        return False
    return sender.casefold() == (move.new if letter.letter.name == NEW_END else move.old).casefold()


def only_about_it(commands: Iterable[Command]) -> bool:
    """Nothing but a yes, or taking it back: neither end is known for anything else."""
    return all(isinstance(command, ConfirmAddress | UndoAddress | Acknowledge) for command in commands)


def new_address(statements: Iterable[Statement]) -> str:
    """The one address that a mail asks to move to, as the strictest reader has it; "" if it names none, or several."""
    asking = [statement for statement in statements if statement.intent is Intent.ADDRESS_CHANGE]
    named = {answer.text.strip() for statement in asking for answer in statement.answers}
    if len(named) != 1:
        return ""
    (address,) = named
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError):
        return ""
    return address if parsed.username and "." in parsed.domain and is_plain(address) else ""


def known_of(registry: Registry, address: str, ours: str, person: str) -> NewAddress:
    """Whether somebody has it already, we ourselves and those who run this person's programmes included; whose it is,
    is not told.
    """
    if not address:
        return NewAddress.NONE
    ours_or_staffs = is_ours(address, ours) or registry.is_staff_of(person, address)
    return NewAddress.TAKEN if ours_or_staffs or registry.person_at(address) is not None else NewAddress.FREE


def is_ours(address: str, ours: str) -> bool:
    """Our own address, with a token or without: a letter to it would come back to us."""
    name, _, host = address.casefold().rpartition("@")
    own, _, own_host = ours.casefold().rpartition("@")
    return host == own_host and name.startswith(own)
