alter table organizations drop column phone;
drop table imported_records, import_results, import_parts, imports, import_mappings;
