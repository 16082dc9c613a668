"""Libraries that are loaded at their first use: an office that stands idle does not hold them.

Type checkers and the import contracts read the import beside it::

    if TYPE_CHECKING:
        import typst
    else:
        typst = later("typst")
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module. Python's own lock makes a load from two threads one load."""

    def __getattr__(self, name: str) -> Any:
        """What the module has; it is loaded by now, or loaded now."""
        return getattr(import_module(self.__name__), name)


def later(name: str) -> ModuleType:
    """The module of that name, not loaded yet.

    `importlib.util.LazyLoader` would load the package of a part (docx of docx.shared) at once.
    """
    return _Later(name)
