"""Answers to interactions, and the webhook that each of them opens."""

from __future__ import annotations

from typing import Any

from tests.loopback import payload
from tests.loopback.call import Call, endpoint
from tests.loopback.error import ApiError
from tests.loopback.interaction import EPHEMERAL, Interaction
from tests.loopback.message import Message

REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = WEBHOOK + "/messages/@original"
FOLLOWUP = WEBHOOK + "/messages/{message_id}"  # registered after ORIGINAL, which it would match


@endpoint("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
async def callback(call: Call) -> Any:
    """Take the first answer: within three seconds, and only once."""
    interaction = _interaction(call, call.params["interaction_token"])
    if interaction.late:
        call.problem("an interaction was answered after more than three seconds (M55)")
        raise ApiError(404, 10062)
    if interaction.acknowledged:
        raise ApiError(400, 40060)
    kind, fields = call.body["type"], call.body.get("data") or {}
    interaction.acknowledged = kind
    message = _apply(call, interaction, kind, fields)
    if call.query.get("with_response", "").lower() not in ("true", "1"):
        return None
    return _described(interaction, kind, message)


def _apply(
    call: Call, interaction: Interaction, kind: int, fields: dict[str, Any]
) -> Message | None:
    if kind == REPLY:
        interaction.original = _post(call, interaction, fields)
        interaction.answered()
    elif kind == DEFERRED_REPLY:
        interaction.original = _post(call, interaction, fields | {"thinking": True})
    elif kind in (UPDATE, DEFERRED_UPDATE):
        interaction.original = interaction.message
        if kind == UPDATE and interaction.message:
            interaction.message.edit(call.message_fields(fields))
            interaction.answered()
    elif kind == MODAL:
        interaction.modal = fields
        interaction.answered()
    elif kind == CHOICES:
        interaction.choices = fields["choices"]
        interaction.answered()
    return interaction.original


def _described(interaction: Interaction, kind: int, message: Message | None) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
    resource: dict[str, Any] = {"type": kind}
    if message:
        about["response_message_id"] = str(message.id)
        about["response_message_ephemeral"] = bool((message.fields.get("flags") or 0) & EPHEMERAL)
        about["response_message_loading"] = kind == DEFERRED_REPLY
        resource["message"] = payload.message(message)
    return {"interaction": about, "resource": resource}


def _post(call: Call, interaction: Interaction, fields: dict[str, Any]) -> Message:
    """Put an answer into the channel, or keep it apart where only one person sees it."""
    world, channel = call.world, interaction.channel
    hidden = (fields.get("flags") or 0) & EPHEMERAL
    sent = call.message_fields(fields)
    if not hidden:
        message = channel.add_message(world.bot, **sent)
    else:
        message = Message(
            channel=channel, id=world.next_id(), author=world.bot, created_at=world.now()
        )
        message.fill(sent)
    message.interaction = {"id": str(interaction.id)}
    interaction.messages.append(message)
    return message


def _interaction(call: Call, token: str) -> Interaction:
    if token not in call.memory.interactions:
        raise ApiError(404, 10062)
    return call.memory.interactions[token]


def _opened(call: Call) -> Interaction:
    interaction = _interaction(call, call.params["webhook_token"])
    if not interaction.acknowledged:
        raise ApiError(404, 10015)
    return interaction


def _sent(call: Call) -> tuple[Interaction, Message]:
    interaction = _opened(call)
    wanted = call.params.get("message_id")
    for message in (interaction.original, *interaction.messages):
        if message and (wanted is None or str(message.id) == wanted):
            return interaction, message
    raise ApiError(404, 10008)


@endpoint("POST", WEBHOOK)
async def follow_up(call: Call) -> Any:
    """Send a further answer; the first one fills a deferred reply."""
    interaction = _opened(call)
    waiting = interaction.original
    if waiting and waiting.fields.pop("thinking", False):
        waiting.fill(call.message_fields() | {"flags": _kept_hidden(waiting, call.body)})
        message = waiting
    else:
        message = _post(call, interaction, call.body)
    interaction.answered()
    return payload.message(message)


def _kept_hidden(waiting: Message, body: dict[str, Any]) -> int:
    return (body.get("flags") or 0) | (waiting.fields.get("flags") or 0) & EPHEMERAL


@endpoint("GET", FOLLOWUP)
@endpoint("GET", ORIGINAL)
async def get_answer(call: Call) -> Any:
    """Return an answer."""
    return payload.message(_sent(call)[1])


@endpoint("PATCH", FOLLOWUP)
@endpoint("PATCH", ORIGINAL)
async def edit_answer(call: Call) -> Any:
    """Change an answer, or fill a deferred one."""
    interaction, message = _sent(call)
    message.fields.pop("thinking", None)
    flags = {"flags": _kept_hidden(message, call.body)}
    message.edit(call.message_fields() | flags)
    interaction.answered()
    return payload.message(message)


@endpoint("DELETE", FOLLOWUP)
@endpoint("DELETE", ORIGINAL)
async def delete_answer(call: Call) -> Any:
    """Take an answer away."""
    interaction, message = _sent(call)
    message.delete()
    interaction.answered()
