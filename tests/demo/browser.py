"""What a browser's page does with simcord's preview: open a context, read states, act."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp


class Browser:
    """A page that is open at a preview's address."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._base = f"{parts.scheme}://{parts.netloc}"
        self._headers = {"X-Simcord-Capability": parts.fragment}
        self._session = aiohttp.ClientSession()
        self._sequence = 0

    async def __aenter__(self) -> Self:
        page = await self._ask("POST", "/api/pages", {})
        self._headers["X-Simcord-Context"] = page["context"]["id"]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def state(self) -> dict[str, Any]:
        """Return what the page shows now."""
        return await self._ask("GET", "/api/state")

    async def votable(self) -> dict[str, Any]:
        """Return the page's state as soon as its newest message has both vote reactions."""
        while True:
            state = await self.state()
            if len(state["messages"][state["timeline"][-1]]["reactions"]) == len("👍👎"):
                return state
            await asyncio.sleep(0.02)

    async def react(self, emoji: str, *, state: dict[str, Any] | None = None) -> dict[str, Any]:
        """React to the newest message of a state, or of what is shown now; return the receipt."""
        state = state or await self.votable()
        return await self.act(
            state, kind="set_reaction", target_id=state["timeline"][-1], emoji=emoji, reacted=True
        )

    async def act(self, state: dict[str, Any], **action: Any) -> dict[str, Any]:
        """Act as the page would on what it shows."""
        self._sequence += 1
        return await self._ask(
            "POST",
            "/api/action",
            {
                "protocol_version": 3,
                "sequence": self._sequence,
                "request_id": f"request-{self._sequence}",
                "generation": state["context"]["generation"],
                "bot_generation": state["botGeneration"],
                "published_revision": state["publishedRevision"],
                **action,
            },
        )

    async def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        async with self._session.request(
            method, self._base + path, json=body, headers=self._headers
        ) as answer:
            assert answer.status == 200, await answer.text()
            said: dict[str, Any] = await answer.json()
            return said
