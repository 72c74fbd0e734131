drop table client_assertions, client_tokens, api_clients, refresh_tokens;
