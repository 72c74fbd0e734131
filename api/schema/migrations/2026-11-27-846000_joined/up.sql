-- Somebody who asked for the same thing twice has one request again.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
alter table service_requests
    add column merged_into uuid constraint service_requests_merged_into_fkey references service_requests on delete set null;
comment on column service_requests.merged_into is 'pii:none; the request that goes on in its place';
create index service_requests_merged_into on service_requests (merged_into) where merged_into is not null;
