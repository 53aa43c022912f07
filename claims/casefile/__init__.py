"""The case file (docs/case-file.md): bytes in, entries out. It stores nothing and knows no database."""

from claims.casefile.digest import entry_digest
from claims.casefile.lines import CaseLines
from claims.casefile.loader import ListNode, MappingNode, Node, ScalarNode, load
from claims.casefile.reading import read_case

__all__ = ["CaseLines", "ListNode", "MappingNode", "Node", "ScalarNode", "entry_digest", "load", "read_case"]
