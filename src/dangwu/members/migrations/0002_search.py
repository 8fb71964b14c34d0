from django.db import migrations

# Array operators are not leakproof: under row security the n-gram index would not be used. The
# function runs as the owner of the tables and pins the open units itself. `paths` stands beside
# `units`: the subtree of each unit that may be searched, '' for all of it.
CREATE = """
CREATE FUNCTION members_search(
  units bigint[], paths text[], grams text[], part text, most integer
) RETURNS TABLE (unit_id bigint, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT p.unit_id, p.id
  FROM public.members_person p
  LEFT JOIN public.organisations_organisation o
    ON o.unit_id = p.unit_id AND o.id = p.organisation_id
  WHERE p.ngrams @> grams::varchar[]
    AND p.unit_id = ANY (units)
    AND p.unit_id = ANY (
      string_to_array(nullif(current_setting('app.units', true), ''), ',')::bigint[])
    AND (part = '' OR strpos(lower(replace(p.name, '·', '')), part) > 0)
    AND EXISTS (
      SELECT FROM unnest(units, paths) AS reach (unit_id, path)
      WHERE reach.unit_id = p.unit_id
        AND (reach.path = '' OR o.path = reach.path
          OR (o.path > reach.path || '.' AND o.path < reach.path || '/')))
  ORDER BY p.sort_key, p.id
  LIMIT most
$$;
REVOKE ALL ON FUNCTION members_search(bigint[], text[], text[], text, integer) FROM PUBLIC;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dangwu_web') THEN
    CREATE ROLE dangwu_web NOSUPERUSER NOBYPASSRLS NOCREATEDB;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION members_search(bigint[], text[], text[], text, integer) TO dangwu_web;
"""
DROP = "DROP FUNCTION members_search(bigint[], text[], text[], text, integer)"


class Migration(migrations.Migration):
    dependencies = [("members", "0001_people")]

    operations = [migrations.RunSQL(CREATE, DROP)]
