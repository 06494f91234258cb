"""The bureau's own table of who handles what, and whom to reach in a department."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonList, Moment, RowId


class DepartmentEntry(Base):
    """A department that can handle cases."""

    __tablename__ = "departments"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    region: Mapped[str] = mapped_column(String(16), comment="code of the town whose office it is, else empty")
    edited_by: Mapped[str] = mapped_column(String(64))
    edited_at: Mapped[Moment]


class DepartmentContact(Base):
    """A member of staff who is told of a department's cases, in one region or everywhere."""

    __tablename__ = "department_contacts"
    __table_args__ = (UniqueConstraint("department", "region", "login"),)

    id: Mapped[RowId]
    department: Mapped[str] = mapped_column(String(32), ForeignKey("departments.code", ondelete="CASCADE"))
    region: Mapped[str] = mapped_column(String(16), comment="code; empty for everywhere")
    login: Mapped[str] = mapped_column(String(64), comment="of the member of staff")


class RoutingCell(Base):
    """One line of the table: who leads an industry in a region.

    Nothing keeps two lines from naming two leads: what the bureau hands in is kept, and the lint shows it.
    """

    __tablename__ = "routing_cells"
    __table_args__ = (UniqueConstraint("category", "region", "lead"),)

    id: Mapped[RowId]
    category: Mapped[str] = mapped_column(String(32), comment="as in categories.yaml")
    region: Mapped[str] = mapped_column(String(16), comment="code; empty for everywhere")
    lead: Mapped[str] = mapped_column(String(32), comment="code of a department")
    co_handlers: Mapped[JsonList]
    basis: Mapped[str] = mapped_column(String(200), comment="the document that says so")
    edited_by: Mapped[str] = mapped_column(String(64))
    edited_at: Mapped[Moment]
