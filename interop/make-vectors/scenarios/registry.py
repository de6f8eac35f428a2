"""All scenarios, by the name of their file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .bench import Bench

Vector = dict[str, Any]
Scenario = Callable[[Bench], Vector]

SPECIFICATION = "sealed-payload.md"


@dataclass(frozen=True)
class Entry:
    section: str
    comment: str
    make: Scenario

    def vector(self, name: str) -> Vector:
        start = {"name": name, "comment": self.comment, "spec": f"{SPECIFICATION}, {self.section}"}
        return start | self.make(Bench(name))


SCENARIOS: dict[str, Entry] = {}


def add(name: str, section: str, comment: str, make: Scenario) -> None:
    if name in SCENARIOS:
        raise ValueError(f"two scenarios named {name}")
    SCENARIOS[name] = Entry(section, comment, make)


def scenario(section: str, comment: str) -> Callable[[Scenario], Scenario]:
    """The function's name becomes the file's."""

    def register(make: Scenario) -> Scenario:
        add(make.__name__, section, comment, make)
        return make

    return register
