//! The tables as diesel sees them; generated columns are left out because nothing writes or reads them by name.

diesel::table! {
    account_links (id) {
        id -> Uuid,
        purpose -> Text,
        account_id -> Nullable<Uuid>,
        email -> Text,
        name -> Nullable<Text>,
        language -> Nullable<Text>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    accounts (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        language -> Text,
        password_hash -> Nullable<Text>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        closes_at -> Nullable<Timestamptz>,
        absent_from_on -> Nullable<Date>,
        absent_until_on -> Nullable<Date>,
    }
}

diesel::table! {
    activities (nomenclature, code) {
        nomenclature -> Text,
        code -> Text,
        label -> Text,
    }
}

diesel::table! {
    answer_templates (id) {
        id -> Uuid,
        totem_id -> Uuid,
        name -> Text,
        body -> Text,
        language -> Text,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    api_clients (id) {
        id -> Uuid,
        owner_id -> Uuid,
        name -> Text,
        test -> Bool,
        scopes -> Array<Text>,
        allowed_origins -> Array<Text>,
        secret_hash -> Nullable<Bytea>,
        keys -> Nullable<Jsonb>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        authority -> Nullable<Text>,
    }
}

diesel::table! {
    audit_log (id) {
        id -> Int8,
        at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Nullable<Uuid>,
        revision -> Nullable<Int8>,
        request_id -> Text,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    audit_seals (number) {
        number -> Int8,
        sealed_at -> Timestamptz,
        top -> Int8,
        rows -> Array<Int8>,
        digests -> Bytea,
        hash -> Bytea,
    }
}

diesel::table! {
    bookings (id) {
        id -> Uuid,
        space_id -> Uuid,
        totem_id -> Uuid,
        unit -> Int4,
        during -> Tstzrange,
        status -> Text,
        account_id -> Nullable<Uuid>,
        contact_name -> Text,
        contact_email -> Text,
        contact_language -> Text,
        terms -> Jsonb,
        series_id -> Nullable<Uuid>,
        cancelled_at -> Nullable<Timestamptz>,
        cancelled_by -> Nullable<Text>,
        cancel_reason -> Nullable<Text>,
        price_due -> Bool,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    calendar_feeds (account_id) {
        account_id -> Uuid,
        id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    candidacies (id) {
        id -> Uuid,
        slug -> Text,
        name -> Jsonb,
        programme -> Jsonb,
        territory -> Text,
        lead -> Jsonb,
        members -> Array<Text>,
        state -> Text,
        state_on -> Nullable<Date>,
        summary -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        programme_id -> Nullable<Uuid>,
        call_slug -> Nullable<Text>,
        contacts -> Jsonb,
        superseded_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    candidacy_evidence (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        criterion -> Text,
        title -> Text,
        frozen_on -> Date,
        valid_until -> Nullable<Date>,
        perimeter -> Nullable<Text>,
        value -> Nullable<Int8>,
        shows -> Jsonb,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    candidacy_recommendations (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        text -> Text,
        given_on -> Date,
        source -> Jsonb,
        criterion -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamptz>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    candidacy_supporters (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        organization_id -> Uuid,
        statement -> Nullable<Text>,
        signed_at -> Timestamptz,
    }
}

diesel::table! {
    candidacy_events (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        from_state -> Text,
        to_state -> Text,
        occurred_on -> Date,
        precision -> Text,
        date_inferred -> Bool,
        sources -> Jsonb,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    change_log (seq) {
        seq -> Int8,
        position -> Nullable<Int8>,
        kind -> Text,
        record_id -> Uuid,
        revision -> Int8,
        state -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    client_assertions (client_id, jti_hash) {
        client_id -> Uuid,
        jti_hash -> Bytea,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    client_tokens (id) {
        id -> Uuid,
        client_id -> Uuid,
        scopes -> Array<Text>,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    communes (code) {
        code -> Text,
        name -> Text,
        department -> Text,
        nuts3 -> Text,
        intercommunality -> Nullable<Text>,
        postal_codes -> Array<Text>,
        population -> Int4,
        latitude -> Nullable<Float8>,
        longitude -> Nullable<Float8>,
    }
}

diesel::table! {
    consents (id) {
        id -> Uuid,
        account_id -> Uuid,
        purpose -> Text,
        given -> Bool,
        text_hash -> Bytea,
        language -> Text,
        channel -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    directory_sectors (name) {
        name -> Text,
    }
}

diesel::table! {
    dossier_reviews (id) {
        id -> Uuid,
        version_id -> Uuid,
        candidacy_id -> Uuid,
        version_number -> Int4,
        reviewer_id -> Nullable<Uuid>,
        status -> Text,
        scores -> Jsonb,
        conflict -> Nullable<Text>,
        assigned_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        revision -> Int8,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    dossier_versions (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        number -> Int4,
        note -> Nullable<Text>,
        state -> Text,
        gaps -> Int4,
        content -> Text,
        sha256 -> Text,
        frozen_at -> Timestamptz,
    }
}

diesel::table! {
    drafts (id) {
        id -> Uuid,
        account_id -> Uuid,
        form -> Text,
        content -> Text,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    evidence_files (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        author_id -> Nullable<Uuid>,
        size -> Int8,
        status -> Text,
        attempts -> Int4,
        available_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    exports (id) {
        id -> Uuid,
        account_id -> Uuid,
        status -> Text,
        requested_at -> Timestamptz,
        tables_done -> Int4,
        tables_total -> Int4,
        attempts -> Int4,
        available_at -> Timestamptz,
        ready_at -> Nullable<Timestamptz>,
        expires_at -> Nullable<Timestamptz>,
        content -> Nullable<Bytea>,
    }
}

diesel::table! {
    directory_words (word) {
        word -> Text,
    }
}

diesel::table! {
    feed (kind, record_id) {
        kind -> Text,
        record_id -> Uuid,
        position -> Int8,
        revision -> Int8,
        authority -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        merged_into -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    feed_head (singleton) {
        singleton -> Bool,
        epoch -> Uuid,
        position -> Int8,
        authority -> Text,
    }
}

diesel::table! {
    feed_purges (kind, authority) {
        kind -> Text,
        authority -> Text,
        position -> Int8,
    }
}

diesel::table! {
    grants (account_id, role) {
        account_id -> Uuid,
        role -> Text,
        totem_id -> Nullable<Uuid>,
        id -> Uuid,
        organization_id -> Nullable<Uuid>,
        granted_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_keys (scope, key) {
        scope -> Text,
        key -> Text,
        attempt -> Uuid,
        fingerprint -> Bytea,
        status -> Nullable<Int2>,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Nullable<Bytea>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    identities (id) {
        id -> Uuid,
        account_id -> Uuid,
        provider -> Text,
        issuer -> Text,
        subject -> Text,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
    }
}

diesel::table! {
    import_mappings (name) {
        name -> Text,
        source -> Jsonb,
        mapping -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    import_parts (import_id, number) {
        import_id -> Uuid,
        number -> Int4,
        bytes -> Bytea,
    }
}

diesel::table! {
    import_results (import_id, place) {
        import_id -> Uuid,
        place -> Int8,
        line -> Int8,
        outcome -> Text,
        name -> Text,
        external_id -> Text,
        organization_id -> Nullable<Uuid>,
        problem -> Nullable<Jsonb>,
        record -> Nullable<Jsonb>,
        digest -> Nullable<Bytea>,
        decision -> Nullable<Text>,
    }
}

diesel::table! {
    imported_records (system, external_id) {
        system -> Text,
        external_id -> Text,
        organization_id -> Nullable<Uuid>,
        source_revision -> Nullable<Int8>,
        digest -> Bytea,
        import_id -> Nullable<Uuid>,
        line -> Int8,
    }
}

diesel::table! {
    imports (id) {
        id -> Uuid,
        file_name -> Text,
        status -> Text,
        dry_run -> Bool,
        attended -> Bool,
        source -> Jsonb,
        mapping -> Jsonb,
        format -> Jsonb,
        size -> Int8,
        done_lines -> Int8,
        created -> Int8,
        updated -> Int8,
        unchanged -> Int8,
        stale -> Int8,
        conflict -> Int8,
        error -> Int8,
        failure -> Nullable<Jsonb>,
        created_by -> Nullable<Uuid>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        undecided -> Int8,
    }
}

diesel::table! {
    indicators (id) {
        id -> Uuid,
        slug -> Text,
        measure -> Text,
        definitions -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        email -> Text,
        role -> Text,
        totem_id -> Nullable<Uuid>,
        organization_id -> Nullable<Uuid>,
        invited_by -> Nullable<Uuid>,
        status -> Text,
        expires_at -> Timestamptz,
        answered_at -> Nullable<Timestamptz>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    label_programmes (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        description -> Jsonb,
        ended -> Nullable<Jsonb>,
        succeeded_by -> Nullable<Text>,
        calls -> Jsonb,
        sources -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    label_waves (id) {
        id -> Uuid,
        programme_id -> Uuid,
        slug -> Text,
        position -> Int4,
        name -> Jsonb,
        facts -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    legal_forms (code) {
        code -> Text,
        label -> Text,
    }
}

diesel::table! {
    legal_holds (id) {
        id -> Uuid,
        request_id -> Uuid,
        reason -> Text,
        placed_at -> Timestamptz,
        erasure_due -> Bool,
    }
}

diesel::table! {
    milestone_dependencies (milestone_id, depends_on_id) {
        milestone_id -> Uuid,
        depends_on_id -> Uuid,
    }
}

diesel::table! {
    milestones (id) {
        id -> Uuid,
        candidacy_id -> Uuid,
        position -> Int4,
        #[sql_name = "type"]
        type_ -> Text,
        title -> Jsonb,
        detail -> Nullable<Jsonb>,
        planned_on -> Nullable<Date>,
        occurred_on -> Nullable<Date>,
        precision -> Text,
        date_words -> Nullable<Jsonb>,
        date_inferred -> Bool,
        sources -> Jsonb,
        owner_id -> Nullable<Uuid>,
        tasks -> Jsonb,
        reminded_for -> Nullable<Date>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    notification_settings (account_id, kind, channel) {
        account_id -> Uuid,
        kind -> Text,
        channel -> Text,
        enabled -> Bool,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    notifications (id) {
        id -> Uuid,
        account_id -> Uuid,
        message_id -> Uuid,
        kind -> Text,
        subject -> Text,
        path -> Text,
        about_id -> Nullable<Uuid>,
        read_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    objective_versions (objective_id, revision) {
        objective_id -> Uuid,
        revision -> Int8,
        known_from -> Timestamptz,
        record -> Jsonb,
    }
}

diesel::table! {
    objectives (id) {
        id -> Uuid,
        slug -> Text,
        position -> Int4,
        name -> Jsonb,
        unit -> Jsonb,
        announcement -> Jsonb,
        baseline -> Nullable<Jsonb>,
        targets -> Jsonb,
        horizon_years -> Int4,
        context -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        indicator_id -> Nullable<Uuid>,
        comparison_indicator_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    observations (id) {
        id -> Uuid,
        indicator_id -> Uuid,
        observed_on -> Date,
        date_precision -> Text,
        date_inferred -> Bool,
        value -> Float8,
        origin -> Text,
        source -> Jsonb,
        computation -> Nullable<Jsonb>,
        note -> Nullable<Text>,
        definition_version -> Int4,
        version -> Int4,
        status -> Text,
        approved_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    organization_claims (id) {
        id -> Uuid,
        organization_id -> Uuid,
        account_id -> Uuid,
        email -> Text,
        message -> Nullable<Text>,
        status -> Text,
        note -> Nullable<Text>,
        expires_at -> Nullable<Timestamptz>,
        decided_at -> Nullable<Timestamptz>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    organization_confirmations (id) {
        id -> Uuid,
        organization_id -> Uuid,
        account_id -> Uuid,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    organization_facts (organization_id, since) {
        organization_id -> Uuid,
        since -> Timestamptz,
        until -> Nullable<Timestamptz>,
        merged_into -> Nullable<Uuid>,
        kinds -> Array<Text>,
        sectors -> Array<Text>,
        commune_code -> Nullable<Text>,
        locality -> Nullable<Text>,
        stage -> Nullable<Text>,
    }
}

diesel::table! {
    organization_history (id) {
        id -> Int8,
        organization_id -> Uuid,
        at -> Timestamptz,
        actor_kind -> Text,
        account_id -> Nullable<Uuid>,
        public_before -> Bool,
        public_after -> Bool,
        changes -> Jsonb,
        revision -> Nullable<Int8>,
        proposed_by -> Nullable<Text>,
    }
}

diesel::table! {
    organization_identifiers (scheme, value) {
        organization_id -> Uuid,
        scheme -> Text,
        value -> Text,
    }
}

diesel::table! {
    organization_logos (organization_id, size) {
        organization_id -> Uuid,
        size -> Int4,
        digest -> Text,
        image -> Bytea,
    }
}

diesel::table! {
    organization_relations (organization_id, kind, target_id) {
        organization_id -> Uuid,
        kind -> Text,
        target_id -> Uuid,
        started_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
    }
}

diesel::table! {
    organization_versions (organization_id, until) {
        organization_id -> Uuid,
        since -> Timestamptz,
        until -> Timestamptz,
        record -> Jsonb,
    }
}

diesel::table! {
    organizations (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        alternate_names -> Array<Text>,
        legal_name -> Nullable<Text>,
        kinds -> Array<Text>,
        summary -> Nullable<Jsonb>,
        description -> Nullable<Jsonb>,
        website -> Nullable<Text>,
        phone -> Nullable<Text>,
        legal_form -> Nullable<Text>,
        activity -> Nullable<Text>,
        headcount_range -> Nullable<Text>,
        founded_on -> Nullable<Date>,
        address -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        locality -> Nullable<Text>,
        commune_code -> Nullable<Text>,
        nuts3 -> Nullable<Text>,
        country -> Nullable<Text>,
        latitude -> Nullable<Float8>,
        longitude -> Nullable<Float8>,
        sectors -> Array<Text>,
        territory -> Text,
        stage -> Nullable<Text>,
        pitch -> Nullable<Jsonb>,
        business_model -> Nullable<Text>,
        team_size -> Nullable<Int4>,
        status -> Text,
        source_system -> Nullable<Text>,
        source_external_id -> Nullable<Text>,
        source_url -> Nullable<Text>,
        source_retrieved_on -> Nullable<Date>,
        confirmed_on -> Nullable<Date>,
        created_by -> Nullable<Uuid>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        logo -> Nullable<Text>,
        links -> Jsonb,
        headcount -> Nullable<Int4>,
        activity_nomenclature -> Nullable<Text>,
        profile -> Nullable<Jsonb>,
        international -> Array<Text>,
        jobs -> Nullable<Int4>,
        funding_rounds -> Jsonb,
        review_reason -> Nullable<Text>,
        review_note -> Nullable<Text>,
        was_public -> Bool,
        merged_into -> Nullable<Uuid>,
        authority -> Text,
    }
}

diesel::table! {
    outbox (id) {
        id -> Uuid,
        topic -> Text,
        payload -> Jsonb,
        created_at -> Timestamptz,
        available_at -> Timestamptz,
        attempts -> Int4,
        done_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        sent_to -> Array<Uuid>,
    }
}

diesel::table! {
    partner_records (authority, system, kind, external_id) {
        authority -> Text,
        system -> Text,
        kind -> Text,
        external_id -> Text,
        record_id -> Uuid,
        source_revision -> Int8,
        digest -> Bytea,
        state -> Text,
        reason -> Nullable<Text>,
        at -> Timestamptz,
        mark -> Int8,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Uuid,
        account_id -> Uuid,
        credential_id -> Bytea,
        credential -> Jsonb,
        name -> Text,
        created_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    postal_codes (postal_code, commune_code, delivery_label) {
        postal_code -> Text,
        commune_code -> Text,
        delivery_label -> Text,
    }
}

diesel::table! {
    project_events (id) {
        id -> Uuid,
        project_id -> Uuid,
        occurred_on -> Date,
        recorded_at -> Timestamptz,
        party -> Text,
        from_stage -> Nullable<Text>,
        to_stage -> Text,
        from_status -> Nullable<Text>,
        to_status -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    projects (id) {
        id -> Uuid,
        owner_id -> Uuid,
        name -> Text,
        summary -> Nullable<Text>,
        stage -> Text,
        status -> Text,
        needs -> Array<Text>,
        totem_id -> Nullable<Uuid>,
        commune_code -> Nullable<Text>,
        organization_id -> Nullable<Uuid>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    proposals (id) {
        id -> Uuid,
        target_id -> Uuid,
        authority -> Text,
        base_revision -> Int8,
        patch -> Jsonb,
        before -> Jsonb,
        reason -> Text,
        status -> Text,
        decisions -> Jsonb,
        applied_revision -> Nullable<Int8>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    recovery_codes (account_id, code_hash) {
        account_id -> Uuid,
        code_hash -> Bytea,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> Uuid,
        session_id -> Uuid,
        previous_id -> Nullable<Uuid>,
        token_hash -> Bytea,
        issued_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    removed_files (id) {
        id -> Uuid,
    }
}

diesel::table! {
    reply_addresses (id) {
        id -> Uuid,
        request_id -> Uuid,
        account_id -> Nullable<Uuid>,
        refused_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    request_assignments (request_id, account_id) {
        request_id -> Uuid,
        account_id -> Uuid,
        lead -> Bool,
        assigned_at -> Timestamptz,
    }
}

diesel::table! {
    request_events (id) {
        id -> Uuid,
        request_id -> Uuid,
        at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        actor_name -> Nullable<Text>,
        from_status -> Nullable<Text>,
        to_status -> Text,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
        totem_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    request_links (id) {
        id -> Uuid,
        request_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    request_documents (id) {
        id -> Uuid,
        request_id -> Uuid,
        message_id -> Nullable<Uuid>,
        author_kind -> Text,
        author_id -> Nullable<Uuid>,
        name -> Text,
        media_type -> Text,
        size -> Int8,
        digest -> Nullable<Bytea>,
        status -> Text,
        internal -> Bool,
        sent -> Bool,
        attempts -> Int4,
        available_at -> Timestamptz,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        question_id -> Nullable<Text>,
    }
}

diesel::table! {
    request_messages (id) {
        id -> Uuid,
        request_id -> Uuid,
        author_kind -> Text,
        author_id -> Nullable<Uuid>,
        author_name -> Text,
        body -> Text,
        internal -> Bool,
        created_at -> Timestamptz,
        mail_digest -> Nullable<Bytea>,
    }
}

diesel::table! {
    saved_search_matches (saved_search_id, organization_id) {
        saved_search_id -> Uuid,
        organization_id -> Uuid,
    }
}

diesel::table! {
    saved_searches (id) {
        id -> Uuid,
        account_id -> Uuid,
        name -> Text,
        query -> Jsonb,
        paused -> Bool,
        known_until -> Timestamptz,
        next_look_at -> Timestamptz,
        told_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    service_requests (id) {
        id -> Uuid,
        reference -> Text,
        totem_id -> Uuid,
        service_id -> Uuid,
        status -> Text,
        subject -> Text,
        body -> Text,
        contact_name -> Text,
        contact_email -> Text,
        contact_phone -> Nullable<Text>,
        contact_language -> Text,
        requester_id -> Nullable<Uuid>,
        organization_id -> Nullable<Uuid>,
        project_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        confirm_before -> Nullable<Timestamptz>,
        submitted_at -> Nullable<Timestamptz>,
        due_at -> Nullable<Timestamptz>,
        waiting_since -> Nullable<Timestamptz>,
        look_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        target_days -> Nullable<Int4>,
        responded_at -> Nullable<Timestamptz>,
        response_days -> Nullable<Int4>,
        in_time -> Nullable<Bool>,
        reopenings -> Int4,
        satisfaction -> Nullable<Int2>,
        satisfaction_comment -> Nullable<Text>,
        satisfied_at -> Nullable<Timestamptz>,
        merged_into -> Nullable<Uuid>,
        answers -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Bytea,
        id -> Uuid,
        account_id -> Uuid,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        client -> Nullable<Text>,
        verified_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sign_in_challenges (token_hash) {
        token_hash -> Bytea,
        purpose -> Text,
        account_id -> Nullable<Uuid>,
        mode -> Nullable<Text>,
        state -> Nullable<Jsonb>,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    sign_in_attempts (token_hash) {
        token_hash -> Bytea,
        provider -> Text,
        account_id -> Nullable<Uuid>,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    sources (system) {
        system -> Text,
        name -> Text,
        publisher -> Text,
        licence -> Text,
        licence_url -> Nullable<Text>,
        attribution -> Text,
        url -> Nullable<Text>,
    }
}

diesel::table! {
    spaces (id) {
        id -> Uuid,
        totem_id -> Uuid,
        slug -> Text,
        kind -> Text,
        name -> Jsonb,
        description -> Nullable<Jsonb>,
        units -> Int4,
        price -> Jsonb,
        opening_hours -> Jsonb,
        rules -> Jsonb,
        status -> Text,
        pause_reason -> Nullable<Jsonb>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    sync_acks (position, partner) {
        position -> Int8,
        partner -> Text,
        kind -> Text,
        record_id -> Uuid,
        authority -> Text,
        reason -> Text,
        since -> Timestamptz,
        acknowledged_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sync_conflicts (id) {
        id -> Uuid,
        authority -> Text,
        system -> Text,
        kind -> Text,
        external_id -> Text,
        reason -> Text,
        source_revision -> Int8,
        digest -> Bytea,
        record_id -> Nullable<Uuid>,
        name -> Text,
        detail -> Nullable<Text>,
        data -> Jsonb,
        status -> Text,
        note -> Nullable<Text>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    sync_partners (authority) {
        authority -> Text,
        url -> Text,
        next -> Nullable<Text>,
        epoch -> Nullable<Text>,
        mark -> Int8,
        loading -> Bool,
        anew -> Bool,
        position -> Int8,
        head -> Int8,
        taken_over -> Int8,
        read_at -> Nullable<Timestamptz>,
        caught_up_at -> Nullable<Timestamptz>,
        failing_since -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        halted -> Nullable<Text>,
    }
}

diesel::table! {
    totem_services (id) {
        id -> Uuid,
        totem_id -> Uuid,
        slug -> Text,
        family -> Text,
        name -> Jsonb,
        description -> Jsonb,
        languages -> Array<Text>,
        response_target_days -> Int4,
        status -> Text,
        position -> Int4,
        access -> Text,
        eligibility -> Nullable<Jsonb>,
        capacity -> Nullable<Int4>,
        lead_time_days -> Nullable<Int4>,
        paused_reason -> Nullable<Jsonb>,
        resumes_on -> Nullable<Date>,
        fulfils -> Array<Text>,
        questions -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    totems (id) {
        id -> Uuid,
        slug -> Text,
        code -> Text,
        name -> Text,
        city -> Text,
        description -> Jsonb,
        features -> Jsonb,
        status -> Text,
        status_on -> Nullable<Date>,
        street -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        commune_code -> Nullable<Text>,
        latitude -> Nullable<Float8>,
        longitude -> Nullable<Float8>,
        calendar -> Text,
        closures -> Jsonb,
        opening_hours -> Jsonb,
        contact -> Nullable<Jsonb>,
        facts -> Jsonb,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    totp_factors (account_id) {
        account_id -> Uuid,
        secret -> Nullable<Bytea>,
        confirmed_at -> Nullable<Timestamptz>,
        last_step -> Nullable<Int8>,
        pending -> Nullable<Bytea>,
        pending_since -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> Uuid,
        seq -> Int8,
        webhook_id -> Uuid,
        event_id -> Uuid,
        #[sql_name = "type"]
        type_ -> Text,
        kind -> Text,
        record_id -> Uuid,
        event_revision -> Int8,
        occurred_at -> Timestamptz,
        status -> Text,
        attempts -> Int4,
        next_attempt_at -> Timestamptz,
        leased_until -> Timestamptz,
        answers -> Jsonb,
    }
}

diesel::table! {
    webhook_events (id) {
        id -> Uuid,
        seq -> Int8,
        #[sql_name = "type"]
        type_ -> Text,
        kind -> Text,
        record_id -> Uuid,
        revision -> Int8,
        occurred_at -> Timestamptz,
        given_out -> Bool,
    }
}

diesel::table! {
    webhooks (id) {
        id -> Uuid,
        account_id -> Uuid,
        api_client_id -> Nullable<Uuid>,
        url -> Text,
        types -> Array<Text>,
        secret -> Bytea,
        former_secret -> Nullable<Bytea>,
        former_secret_until -> Nullable<Timestamptz>,
        status -> Text,
        disabled_reason -> Nullable<Text>,
        failing_since -> Nullable<Timestamptz>,
        recovering_since -> Nullable<Timestamptz>,
        revision -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}
