-- What a search looks for in texts, whatever language they are in: the same words once, for an index reads each of them.
-- No SQL function: the plan has to know its result, and one that is put in place of its call is not worked out before.
create function words_in_languages(words text) returns tsquery immutable parallel safe language plpgsql as $$
declare
    language regconfig;
    one tsquery;
    found tsquery[] = '{}';
begin
    foreach language in array array['names', 'fr', 'de', 'en']::regconfig[] loop
        one = websearch_to_tsquery(language, words);
        if one <> all(found) then
            found = found || one;
        end if;
    end loop;
    one = found[1];
    for other in 2 .. cardinality(found) loop
        one = one || found[other];
    end loop;
    return one;
end $$;
