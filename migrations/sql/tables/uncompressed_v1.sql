-- What reports, incidents and developments tell stays as it is in their rows up to a page's length. Compressed, as rows over
-- two kilobytes are by default, it was unpacked anew for each of the fields that a query takes out of it, which took most
-- of the query's time. Run once in `read_a` and once in `read_b` (by search_path).
ALTER TABLE reports SET (toast_tuple_target = 8160);
ALTER TABLE report_versions SET (toast_tuple_target = 8160);
ALTER TABLE incidents SET (toast_tuple_target = 8160);
ALTER TABLE developments SET (toast_tuple_target = 8160);
