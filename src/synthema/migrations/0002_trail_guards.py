"""Triggers that keep the audit trail append-only on both databases."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER event_no_update BEFORE UPDATE ON synthema_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON synthema_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON synthema_event
WHEN EXISTS (
    SELECT 1 FROM synthema_event
    WHERE id = NEW.id OR (review_id = NEW.review_id AND (seq = NEW.seq OR act_id = NEW.act_id))
)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only: this event exists already'); END;
"""
POSTGRESQL = """
CREATE FUNCTION synthema_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON synthema_event
FOR EACH ROW EXECUTE FUNCTION synthema_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON synthema_event
FOR EACH STATEMENT EXECUTE FUNCTION synthema_append_only();
CREATE FUNCTION synthema_no_replace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM synthema_event
        WHERE id = NEW.id OR (review_id = NEW.review_id AND (seq = NEW.seq OR act_id = NEW.act_id))
    ) THEN
        RAISE EXCEPTION 'the audit trail is append-only: this event exists already'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_no_replace BEFORE INSERT ON synthema_event
FOR EACH ROW EXECUTE FUNCTION synthema_no_replace();
"""


def guard(_apps: Any, schema_editor: Any) -> None:
    """Create the triggers of the database in use."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        with schema_editor.connection.cursor() as cursor:
            for statement in SQLITE.strip().replace("END;\n", "END;\x1e").split("\x1e"):
                cursor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("synthema", "0001_tables"),)
    operations = (migrations.RunPython(guard, migrations.RunPython.noop),)
