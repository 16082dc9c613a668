"""The facebook-sdk as it is, opened on our session and set to a living version."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from habac24h.channels.graph.session import GraphSession

with warnings.catch_warnings():
    # "\d" in a plain string of version 3.1.0: a warning on import, an error under -W error.
    for _kind in (SyntaxWarning, DeprecationWarning):
        warnings.filterwarnings("ignore", r".*invalid escape sequence", _kind)
    import facebook


def open_graph(session: GraphSession) -> Any:
    """A facebook.GraphAPI on that session.

    The SDK refuses every version from 3.2 on, so it is constructed without one and told after.
    """
    graph = facebook.GraphAPI(access_token=session.token, session=session)
    graph.version = session.version
    return graph


def sdk_base() -> str:
    """The address that the SDK puts before every path; a module global of its own."""
    return str(facebook.FACEBOOK_GRAPH_URL)
