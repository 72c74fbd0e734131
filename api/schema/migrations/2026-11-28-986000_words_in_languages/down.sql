drop function words_in_languages(text);
