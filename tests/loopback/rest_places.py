"""Who the bot is, where it is, and its commands, over REST."""

from __future__ import annotations

from typing import Any

from tests.loopback import payload, payload_reaction
from tests.loopback.call import Call, endpoint
from tests.loopback.error import ApiError
from tests.loopback.permission import Permission
from tests.loopback.world import Guild

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


@endpoint("GET", "/users/@me")
async def me(call: Call) -> Any:
    """Return the bot itself."""
    extra = {"mfa_enabled": False, "verified": True, "locale": "en-US", "email": None}
    return payload.user(call.world.bot) | extra


@endpoint("GET", "/applications/@me")
@endpoint("GET", "/oauth2/applications/@me")
async def application(call: Call) -> Any:
    """Return the bot's application."""
    bot = call.world.bot
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "bot": payload.user(bot),
        "owner": payload.user(next(iter(call.world.users.values()))),
        "team": None,
        "rpc_origins": [],
        "redirect_uris": [],
    }


@endpoint("GET", "/gateway/bot")
async def gateway_bot(call: Call) -> Any:
    """Say where the gateway is."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": call.gateway_url, "shards": call.memory.shards, "session_start_limit": limit}


@endpoint("GET", "/gateway")
async def gateway(call: Call) -> Any:
    """Say where the gateway is."""
    return {"url": call.gateway_url}


@endpoint("GET", "/users/@me/guilds")
async def my_guilds(call: Call) -> Any:
    """List the bot's servers."""
    return [
        {"id": str(guild.id), "name": guild.name, "icon": None, "banner": None, "owner": False,
         "permissions": str(int(guild.base_permissions(call.world.bot))), "features": []}
        for guild in call.world.guilds.values()
        if call.world.bot.id in guild.members
    ]  # fmt: skip


@endpoint("POST", "/channels/{channel_id}/typing")
async def typing(call: Call) -> Any:
    """Show that the bot is typing."""
    call.channel(Permission.SEND_MESSAGES)


@endpoint("GET", "/channels/{channel_id}")
async def get_channel(call: Call) -> Any:
    """Return a channel."""
    return payload.channel(call.channel())


@endpoint("PATCH", "/channels/{channel_id}")
async def edit_channel(call: Call) -> Any:
    """Open a thread again, or archive it; nothing else is for this bot to change."""
    channel = call.channel()
    if not channel.is_thread or set(call.body) - {"archived"}:
        raise ApiError(403, 50013)
    channel.archive(archived=call.body["archived"])
    return payload.channel(channel)


def _guild(call: Call) -> Guild:
    guild = call.world.guilds.get(int(call.params["guild_id"]))
    if guild is None or call.world.bot.id not in guild.members:
        raise ApiError(404, 10004)
    return guild


@endpoint("GET", "/guilds/{guild_id}")
async def get_guild(call: Call) -> Any:
    """Return a server."""
    return payload.guild(_guild(call))


@endpoint("GET", "/guilds/{guild_id}/channels")
async def guild_channels(call: Call) -> Any:
    """List a server's channels."""
    return [payload.channel(c) for c in _guild(call).channels.values() if not c.is_thread]


@endpoint("GET", "/guilds/{guild_id}/roles")
async def guild_roles(call: Call) -> Any:
    """List a server's roles."""
    return payload.roles(_guild(call))


@endpoint("GET", "/users/@me/guilds/{guild_id}/member")
async def my_member(call: Call) -> Any:
    """Return the bot as a member."""
    return payload.member(_guild(call), call.world.bot)


@endpoint("GET", "/guilds/{guild_id}/members/{user_id}")
async def get_member(call: Call) -> Any:
    """Return a member; one who left is unknown as such (10007)."""
    guild = _guild(call)
    wanted = call.params["user_id"]
    user_id = call.world.bot.id if wanted == "@me" else int(wanted)
    if user_id not in call.world.users:
        raise ApiError(404, 10013)
    if user_id not in guild.members:
        raise ApiError(404, 10007)
    return payload.member(guild, guild.members[user_id])


@endpoint("GET", "/guilds/{guild_id}/emojis")
async def guild_emojis(call: Call) -> Any:
    """List a server's emoji."""
    return [payload_reaction.custom_emoji(one) for one in _guild(call).emojis.values()]


@endpoint("GET", "/guilds/{guild_id}/emojis/{emoji_id}")
async def guild_emoji(call: Call) -> Any:
    """Return an emoji of a server."""
    found = _guild(call).emojis.get(int(call.params["emoji_id"]))
    if found is None:
        raise ApiError(404, 10014)
    return payload_reaction.custom_emoji(found)


@endpoint("GET", "/users/{user_id}")
async def get_user(call: Call) -> Any:
    """Return a user."""
    user = call.world.users.get(int(call.params["user_id"]))
    if user is None:
        raise ApiError(404, 10013)
    return payload.user(user)


def _place(call: Call) -> int | None:
    return _guild(call).id if "guild_id" in call.params else None


@endpoint("GET", COMMANDS)
@endpoint("GET", GUILD_COMMANDS)
async def list_commands(call: Call) -> Any:
    """List the application's commands."""
    return call.memory.commands.get(_place(call), [])


@endpoint("PUT", COMMANDS)
@endpoint("PUT", GUILD_COMMANDS)
async def sync_commands(call: Call) -> Any:
    """Replace all commands; one of the same name keeps its id."""
    place = _place(call)
    call.memory.syncs += 1
    known = {old["name"]: old["id"] for old in call.memory.commands.get(place, [])}
    app_id = str(call.world.bot.id)
    call.memory.commands[place] = [
        {"type": 1, "description": "", "default_member_permissions": None, "nsfw": False}
        | command
        | {"id": known.get(command["name"], str(call.world.next_id()))}
        | {"application_id": app_id, "version": str(call.world.next_id())}
        | ({"guild_id": str(place)} if place else {})
        for command in call.body
    ]
    return call.memory.commands[place]
