"""Document → what the form says of it: which tables were found, in which version, and what is printed in each cell.

In: a Document and the Form. Out: forms (table → version) and values (cell → Value). Not its business:
whose report it is (agencies/), whether it adds up (checks/).
Rows are found by their labels, never by their order; a row whose numbers cannot be told apart is `ambiguous` as a whole.
"""

from gongkai.match.cells import Matched, match
from gongkai.match.ownership import Own
from gongkai.match.sections import to_sections

__all__ = ["Matched", "Own", "match", "to_sections"]
