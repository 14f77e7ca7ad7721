#!/bin/bash
# Writes what pgbench asks: the power user's check for ten kinds of report, in the form of before (extract)
# and as rewritten; and the API's lookup.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

# one_kind FILE TYPE FORMAT: the statement of a file, on one line, for another kind of report.
one_kind() {
    tr '\n' ' ' <"$1" | sed "s/  */ /g; s/'managed-vendor-findings'/'$2'/; s/'csv'/'$3'/; s/ *$//"
    echo
}

mkdir -p "$work/extract" "$work/rewrite"
for type in vendor-risk-summary managed-vendor-findings asset-inventory vulnerability-detail \
    compliance-evidence; do
    for format in csv pdf; do
        one_kind "$sql/dedup_slow.sql" "$type" "$format" >"$work/extract/$type-$format.sql"
        one_kind "$sql/dedup_rewrite.sql" "$type" "$format" >"$work/rewrite/$type-$format.sql"
    done
done

cat >"$work/api.sql" <<'API'
\set id random(1, 1500000)
SELECT id, status, completed_at FROM reports.reports WHERE id = :id;
API
