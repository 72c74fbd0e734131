//! The one table of error codes: its status and its words. Enum, OpenAPI, answers and the pages under `/problems/`
//! are all read from here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language the platform speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Fr,
    De,
    En,
}

impl Language {
    /// The first of our languages by the weights of `Accept-Language`; French when none is asked for.
    pub fn negotiate(header: Option<&str>) -> Self {
        let mut best = (0.0_f32, Self::Fr);
        for part in header.unwrap_or_default().split(',').take(16) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q)))
                .unwrap_or(0.0);
            let language = match tag.get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("fr") => Self::Fr,
                Some("de") => Self::De,
                Some("en") => Self::En,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// Words in the platform's languages, `{0}` and `{1}` standing for what is particular.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub fr: &'static str,
    pub de: &'static str,
    pub en: &'static str,
}

impl Words {
    pub fn say(&self, language: Language, particulars: &[String]) -> String {
        let template = match language {
            Language::Fr => self.fr,
            Language::De => self.de,
            Language::En => self.en,
        };
        particulars
            .iter()
            .enumerate()
            .fold(template.to_owned(), |text, (place, value)| text.replace(&format!("{{{place}}}"), value))
    }
}

macro_rules! codes {
    (#[doc = $description:literal] $name:ident { $($variant:ident $code:literal [$fr:literal, $de:literal, $en:literal];)+ }) => {
        #[doc = $description]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        pub enum $name { $(#[serde(rename = $code)] $variant,)+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What to do about it.
            pub fn remedy(self) -> Words {
                match self { $(Self::$variant => Words { fr: $fr, de: $de, en: $en },)+ }
            }
        }

        // utoipa's derive does not see names that a macro hands over, and would print those of the variants.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let names = Self::ALL.iter().map(|code| code.code());
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some($description))
                    .enum_values(Some(names))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

/// The same with a status and a title, for whole answers.
macro_rules! problems {
    (#[doc = $description:literal] $name:ident { $($variant:ident $code:literal $status:literal
        [$fr:literal, $de:literal, $en:literal] [$($remedy:literal),+];)+ }) => {
        codes! { #[doc = $description] $name { $($variant $code [$($remedy),+];)+ } }

        impl $name {
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// The error in a few words.
            pub fn title(self) -> Words {
                match self { $(Self::$variant => Words { fr: $fr, de: $de, en: $en },)+ }
            }
        }
    };
}

problems! {
    /// What went wrong, by its stable name.
    ErrorCode {
        MalformedJson "malformed_json" 400
            ["JSON illisible", "JSON nicht lesbar", "Unreadable JSON"]
            ["Le corps de la requête n’est pas du JSON valide ({0}).", "Der Inhalt der Anfrage ist kein gültiges JSON ({0}).", "The body of the request is not valid JSON ({0})."];
        MalformedRequest "malformed_request" 400
            ["Requête HTTP mal formée", "Fehlerhafte HTTP-Anfrage", "Malformed HTTP request"]
            ["L’en-tête Host doit nommer l’hôte de l’adresse, et Content-Length une longueur sans zéro initial.", "Der Header Host muss den Host der Adresse nennen, Content-Length eine Länge ohne führende Null.", "The Host header must name the host of the address, and Content-Length a length without a leading zero."];
        InvalidParameter "invalid_parameter" 400
            ["Paramètre invalide", "Ungültiger Parameter", "Invalid parameter"]
            ["Corrigez les paramètres cités.", "Berichtigen Sie die genannten Parameter.", "Correct the parameters named."];
        UnknownParameter "unknown_parameter" 400
            ["Paramètre inconnu", "Unbekannter Parameter", "Unknown parameter"]
            ["Retirez le paramètre cité ou corrigez son nom.", "Entfernen Sie den genannten Parameter oder berichtigen Sie seinen Namen.", "Remove the parameter named, or correct its name."];
        InvalidCursor "invalid_cursor" 400
            ["Curseur invalide", "Ungültiger Cursor", "Invalid cursor"]
            ["Ce curseur ne vient pas de cette liste avec ces filtres. Reprenez la liste depuis le début.", "Dieser Cursor stammt nicht aus dieser Liste mit diesen Filtern. Beginnen Sie die Liste von vorn.", "This cursor does not come from this list with these filters. Start the list again."];
        InvalidIdempotencyKey "invalid_idempotency_key" 400
            ["Clé d’idempotence invalide", "Ungültiger Idempotenzschlüssel", "Invalid idempotency key"]
            ["Envoyez 1 à 128 caractères ASCII visibles ; sans compte, un UUID.", "Senden Sie 1 bis 128 sichtbare ASCII-Zeichen; ohne Konto eine UUID.", "Send 1 to 128 visible ASCII characters; without an account, a UUID."];
        IdempotencyKeyRequired "idempotency_key_required" 400
            ["Clé d’idempotence nécessaire", "Idempotenzschlüssel erforderlich", "Idempotency key needed"]
            ["Envoyez un en-tête Idempotency-Key, nouveau pour chaque fichier : il empêche d’importer deux fois.", "Senden Sie einen Header Idempotency-Key, für jede Datei einen neuen: Er verhindert, dass zweimal importiert wird.", "Send an Idempotency-Key header, a new one for each file: it keeps it from being imported twice."];
        IdempotencyNotSupported "idempotency_not_supported" 400
            ["Clé d’idempotence refusée ici", "Idempotenzschlüssel hier nicht erlaubt", "Idempotency key refused here"]
            ["Retirez l’en-tête Idempotency-Key : cette requête ou sa réponse contient un secret.", "Entfernen Sie den Header Idempotency-Key: Diese Anfrage oder ihre Antwort enthält ein Geheimnis.", "Remove the Idempotency-Key header: this request or its answer holds a secret."];
        MixedCredentials "mixed_credentials" 400
            ["Deux identités à la fois", "Zwei Anmeldungen zugleich", "Two credentials at once"]
            ["Envoyez soit le cookie de session, soit l’en-tête Authorization, pas les deux.", "Senden Sie entweder das Sitzungscookie oder den Header Authorization, nicht beides.", "Send either the session cookie or the Authorization header, not both."];
        AuthenticationRequired "authentication_required" 401
            ["Connexion nécessaire", "Anmeldung erforderlich", "Sign-in needed"]
            ["Connectez-vous, puis recommencez.", "Melden Sie sich an und versuchen Sie es erneut.", "Sign in, then try again."];
        TokenInvalid "token_invalid" 401
            ["Jeton ou session invalide", "Token oder Sitzung ungültig", "Invalid token or session"]
            ["Votre session est terminée ou le jeton n’est pas valable. Connectez-vous de nouveau.", "Ihre Sitzung ist beendet oder das Token gilt nicht. Melden Sie sich erneut an.", "Your session has ended or the token is not valid. Sign in again."];
        InvalidCredentials "invalid_credentials" 401
            ["Adresse ou mot de passe incorrect", "Adresse oder Passwort falsch", "Wrong address or password"]
            ["Vérifiez l’adresse et le mot de passe.", "Prüfen Sie Adresse und Passwort.", "Check the address and the password."];
        SecondFactorInvalid "second_factor_invalid" 401
            ["Second facteur refusé", "Zweiter Faktor abgelehnt", "Second factor refused"]
            ["Ce code est faux ou a déjà servi, ou cette clé d’accès n’est pas celle du compte. Prenez le code affiché maintenant.", "Dieser Code ist falsch oder wurde schon benutzt, oder der Passkey gehört nicht zum Konto. Nehmen Sie den jetzt angezeigten Code.", "This code is wrong or has been used, or the passkey is not of this account. Take the code that is shown now."];
        InvalidRequest "invalid_request" 400
            ["Demande OAuth incomplète", "OAuth-Anfrage unvollständig", "Incomplete OAuth request"]
            ["Un paramètre manque, se répète, ou le client s’identifie de deux façons.", "Ein Parameter fehlt oder steht doppelt, oder der Client weist sich auf zwei Arten aus.", "A parameter is missing or repeated, or the client names itself in two ways."];
        UnsupportedGrantType "unsupported_grant_type" 400
            ["Autorisation non prévue", "Nicht vorgesehene Berechtigung", "Grant not supported"]
            ["La seule prévue est client_credentials.", "Vorgesehen ist nur client_credentials.", "The only one is client_credentials."];
        InvalidScope "invalid_scope" 400
            ["Portée refusée", "Umfang abgelehnt", "Scope refused"]
            ["Le client n’a pas toutes les portées demandées.", "Der Client hat nicht alle verlangten Berechtigungen.", "The client does not have all the scopes asked for."];
        InvalidClient "invalid_client" 401
            ["Client refusé", "Client abgelehnt", "Client refused"]
            ["Le client est inconnu, ou ce qu’il présente ne le prouve pas.", "Der Client ist unbekannt, oder sein Nachweis gilt nicht.", "The client is unknown, or what it shows proves nothing."];
        InvalidGrant "invalid_grant" 401
            ["Jeton de renouvellement refusé", "Erneuerungstoken abgelehnt", "Refresh token refused"]
            ["Ce jeton est terminé, ou il a déjà servi. Connectez-vous de nouveau.", "Dieses Token ist abgelaufen oder wurde bereits benutzt. Melden Sie sich erneut an.", "This token is over, or has been used. Sign in again."];
        ProviderSignInRefused "provider_sign_in_refused" 401
            ["Connexion non aboutie", "Anmeldung nicht abgeschlossen", "Sign-in not completed"]
            ["La connexion par {0} n’a pas abouti, et personne n’est connecté. Recommencez depuis la page de connexion, dans le même navigateur.", "Die Anmeldung über {0} wurde nicht abgeschlossen, niemand ist angemeldet. Beginnen Sie erneut auf der Anmeldeseite, im selben Browser.", "The sign-in by {0} was not completed, and nobody is signed in. Begin again from the sign-in page, in the same browser."];
        Forbidden "forbidden" 403
            ["Droit manquant", "Fehlendes Recht", "Missing right"]
            ["Il vous manque le droit : {0}.", "Ihnen fehlt das Recht: {0}.", "You lack the right: {0}."];
        InsufficientScope "insufficient_scope" 403
            ["Portée manquante", "Fehlender Umfang", "Missing scope"]
            ["Ce jeton n’a pas la portée {0}.", "Diesem Token fehlt der Umfang {0}.", "This token lacks the scope {0}."];
        ForeignAuthority "foreign_authority" 403
            ["Fiche d’une autre région", "Eintrag einer anderen Region", "Record of another region"]
            ["La parole de {0} fait foi pour cette fiche : c’est là qu’elle se modifie.", "Für diesen Eintrag gilt das Wort von {0}: Dort wird er geändert.", "The word of {0} counts for this record: it is changed there."];
        StepUpRequired "step_up_required" 403
            ["Confirmez que c’est vous", "Bestätigen Sie, dass Sie es sind", "Confirm that it is you"]
            ["Cette action demande une preuve de moins de dix minutes : second facteur, ou mot de passe sans second facteur (POST /v1/sessions/current/step-up).", "Dafür darf Ihr Nachweis höchstens zehn Minuten alt sein: zweiter Faktor, ohne einen solchen das Passwort (POST /v1/sessions/current/step-up).", "This needs a proof of the last ten minutes: your second factor, or your password if you have none (POST /v1/sessions/current/step-up)."];
        SecondFactorEnrolmentRequired "second_factor_enrolment_required" 403
            ["Second facteur à installer", "Zweiter Faktor einzurichten", "Second factor to set up"]
            ["Votre rôle demande un second facteur. Installez une application d’authentification ou une clé d’accès, puis recommencez.", "Ihre Rolle verlangt einen zweiten Faktor. Richten Sie eine Authenticator-App oder einen Passkey ein und versuchen Sie es erneut.", "Your role needs a second factor. Set up an authenticator app or a passkey, then try again."];
        CrossSiteRequest "cross_site_request" 403
            ["Requête venue d’un autre site", "Anfrage von einer anderen Website", "Request from another site"]
            ["Avec un cookie de session, une modification doit venir du site lui-même.", "Mit einem Sitzungscookie muss eine Änderung von der Website selbst kommen.", "With a session cookie, a change must come from the site itself."];
        NotFound "not_found" 404
            ["Introuvable", "Nicht gefunden", "Not found"]
            ["Rien n’existe à cette adresse, ou vous n’y avez pas accès.", "Unter dieser Adresse gibt es nichts, oder Sie haben keinen Zugang.", "Nothing exists at this address, or it is not open to you."];
        MethodNotAllowed "method_not_allowed" 405
            ["Méthode non prévue", "Methode nicht vorgesehen", "Method not allowed"]
            ["L’en-tête Allow donne les méthodes prévues à cette adresse.", "Der Header Allow nennt die hier vorgesehenen Methoden.", "The Allow header lists the methods of this address."];
        RequestTimeout "request_timeout" 408
            ["Requête trop lente", "Anfrage zu langsam", "Request too slow"]
            ["Le corps de la requête n’est pas arrivé à temps. Recommencez.", "Der Inhalt der Anfrage kam nicht rechtzeitig an. Versuchen Sie es erneut.", "The body of the request did not arrive in time. Try again."];
        StateConflict "state_conflict" 409
            ["Étape impossible maintenant", "Schritt jetzt nicht möglich", "Step not possible now"]
            ["De l’état « {0} », « {1} » n’est pas possible ; « allowed » donne les suites possibles.", "Vom Zustand „{0}“ ist „{1}“ nicht möglich; „allowed“ nennt die möglichen Schritte.", "From the state “{0}”, “{1}” is not possible; “allowed” lists what is."];
        LastOfRole "last_of_role" 409
            ["Dernière personne à ce rôle", "Letzte Person in dieser Rolle", "Last person in this role"]
            ["Donnez d’abord ce rôle à quelqu’un d’autre.", "Geben Sie diese Rolle zuerst jemand anderem.", "Give this role to somebody else first."];
        IdentityLinkRequired "identity_link_required" 409
            ["Compte à relier", "Konto zu verknüpfen", "Account to be linked"]
            ["Aucun compte n’est encore relié à cette identité {0}. Connectez-vous d’abord à votre compte, ou ouvrez-en un, puis confirmez le lien.", "Mit dieser Identität bei {0} ist noch kein Konto verknüpft. Melden Sie sich zuerst bei Ihrem Konto an oder eröffnen Sie eines, und bestätigen Sie dann die Verknüpfung.", "No account is linked to this identity at {0} yet. Sign in to your account first, or open one, then confirm the link."];
        IdentityTaken "identity_taken" 409
            ["Identité déjà reliée", "Identität bereits verknüpft", "Identity linked already"]
            ["Cette identité {0} est déjà reliée à un compte.", "Diese Identität bei {0} ist bereits mit einem Konto verknüpft.", "This identity at {0} is linked to an account already."];
        LastWayIn "last_way_in" 409
            ["Dernier moyen de connexion", "Letzter Weg zur Anmeldung", "Last way to sign in"]
            ["Choisissez d’abord un mot de passe, par le lien « mot de passe oublié ».", "Wählen Sie zuerst ein Passwort, über den Link „Passwort vergessen“.", "Choose a password first, by the link for a forgotten one."];
        PasswordNotSet "password_not_set" 409
            ["Compte sans mot de passe", "Konto ohne Passwort", "Account without a password"]
            ["Choisissez-en un par le lien « mot de passe oublié ».", "Wählen Sie eines über den Link „Passwort vergessen“.", "Choose one by the link for a forgotten password."];
        PasskeysUnavailable "passkeys_unavailable" 409
            ["Pas de clés d’accès à cette adresse", "Unter dieser Adresse keine Passkeys", "No passkeys at this address"]
            ["Les clés d’accès demandent que le service ait un nom, pas seulement une adresse IP. Prenez une application d’authentification.", "Passkeys setzen voraus, dass der Dienst einen Namen hat, nicht nur eine IP-Adresse. Nehmen Sie eine Authenticator-App.", "Passkeys need the service to have a name, not just an IP address. Take an authenticator app."];
        AlreadyExists "already_exists" 409
            ["Existe déjà", "Besteht bereits", "Already exists"]
            ["Une fiche porte déjà cette valeur. Cherchez-la avant d’en créer une autre.", "Ein Eintrag trägt diesen Wert bereits. Suchen Sie ihn, bevor Sie einen neuen anlegen.", "A record has this value already. Look for it before making another."];
        ReviewIncomplete "review_incomplete" 409
            ["Évaluation incomplète", "Bewertung unvollständig", "Review incomplete"]
            ["Chaque critère demande une note et un commentaire. Il manque : {0}.", "Jedes Kriterium verlangt eine Note und einen Kommentar. Es fehlt: {0}.", "Each criterion needs a score and a comment. Missing: {0}."];
        AlreadyRated "already_rated" 409
            ["Avis déjà donné", "Bereits bewertet", "Already rated"]
            ["Votre avis sur cette demande est enregistré ; il se donne une seule fois.", "Ihre Bewertung dieser Anfrage ist gespeichert; sie wird nur einmal abgegeben.", "What you think of this request is kept; it can be said once."];
        RevisionConflict "revision_conflict" 409
            ["Deux contenus pour une révision", "Zwei Inhalte einer Revision", "Two contents of one revision"]
            ["La révision {0} est déjà connue avec un autre contenu. Rien n’a changé, et quelqu’un compare les deux ; envoyez la suite sous une révision plus grande.", "Revision {0} ist bereits mit anderem Inhalt bekannt. Nichts wurde geändert, und jemand vergleicht beide; senden Sie Weiteres unter einer größeren Revision.", "Revision {0} is known already with other content. Nothing was changed, and somebody compares the two; send what follows under a greater revision."];
        StaleRevision "stale_revision" 409
            ["Révision dépassée", "Überholte Revision", "Stale revision"]
            ["La révision {0}, plus récente, est déjà connue.", "Die neuere Revision {0} ist bereits bekannt.", "The later revision {0} is known already."];
        AlreadyKept "already_kept" 409
            ["Fiche déjà tenue", "Eintrag wird bereits gepflegt", "Record is kept already"]
            ["Quelqu’un tient déjà cette fiche. Demandez-lui une invitation.", "Jemand pflegt diesen Eintrag bereits. Bitten Sie um eine Einladung.", "Somebody keeps this record already. Ask them for an invitation."];
        TooManyAnswerTemplates "too_many_answer_templates" 409
            ["Trop de modèles", "Zu viele Vorlagen", "Too many templates"]
            ["Un Totem garde {0} modèles au plus. Supprimez-en un d’abord.", "Ein Totem behält höchstens {0} Vorlagen. Löschen Sie zuerst eine.", "A Totem keeps {0} templates at most. Delete one first."];
        TooManySavedSearches "too_many_saved_searches" 409
            ["Trop de recherches enregistrées", "Zu viele gespeicherte Suchen", "Too many saved searches"]
            ["Un compte en garde {0}. Supprimez-en une, puis recommencez.", "Ein Konto behält {0}. Löschen Sie eine und versuchen Sie es erneut.", "An account keeps {0}. Delete one, then try again."];
        TooManyWebhooks "too_many_webhooks" 409
            ["Trop de webhooks", "Zu viele Webhooks", "Too many webhooks"]
            ["Vous en gardez {0} au plus. Supprimez-en un d’abord.", "Sie behalten höchstens {0}. Löschen Sie zuerst einen.", "You keep {0} at most. Delete one first."];
        SpaceTaken "space_taken" 409
            ["Déjà réservé", "Bereits gebucht", "Taken already"]
            ["Rien n’est libre à ce moment ; « free » donne les moments libres les plus proches, « taken » ce qui gêne.", "Zu dieser Zeit ist nichts frei; „free“ nennt die nächsten freien Zeiten, „taken“ was im Weg steht.", "Nothing is free then; “free” lists the nearest times that are, “taken” what is in the way."];
        CancellationOver "cancellation_over" 409
            ["Trop tard pour annuler soi-même", "Zu spät, um selbst abzusagen", "Too late to cancel by oneself"]
            ["Le délai d’annulation est passé. Adressez-vous au Totem.", "Die Frist zur Absage ist vorbei. Wenden Sie sich an den Totem.", "The time to cancel is over. Ask the Totem."];
        TooManyDocuments "too_many_documents" 409
            ["Trop de fichiers", "Zu viele Dateien", "Too many files"]
            ["On peut en joindre {0} ici, de {1} Mo en tout. Retirez-en un, puis recommencez.", "Hier werden {0} angenommen, zusammen {1} MB. Entfernen Sie eine und versuchen Sie es erneut.", "Up to {0} are taken here, of {1} MB in all. Remove one, then try again."];
        DocumentQuota "document_quota" 409
            ["Trop de fichiers aujourd’hui", "Zu viele Dateien heute", "Too many files today"]
            ["En 24 heures, un compte envoie {0} fichiers et {1} Mo. Recommencez demain.", "In 24 Stunden sendet ein Konto {0} Dateien und {1} MB. Versuchen Sie es morgen erneut.", "In 24 hours an account sends {0} files and {1} MB. Try again tomorrow."];
        DocumentSent "document_sent" 409
            ["Fichier déjà envoyé", "Datei bereits gesendet", "File sent already"]
            ["Ce fichier fait partie de la demande : il ne se retire plus.", "Diese Datei gehört zur Anfrage: Sie lässt sich nicht mehr entfernen.", "This file is part of the request: it cannot be taken back."];
        DocumentPending "document_pending" 409
            ["Fichier en cours de vérification", "Datei wird geprüft", "File being checked"]
            ["L’antivirus ne l’a pas encore vérifié. Recommencez dans un instant.", "Der Virenscanner hat sie noch nicht geprüft. Versuchen Sie es gleich erneut.", "The virus scanner has not checked it yet. Try again in a moment."];
        DocumentInfected "document_infected" 409
            ["Fichier dangereux, supprimé", "Gefährliche Datei, gelöscht", "Dangerous file, deleted"]
            ["L’antivirus y a trouvé un logiciel malveillant : le fichier est supprimé.", "Der Virenscanner hat Schadsoftware gefunden: Die Datei ist gelöscht.", "The virus scanner found malware in it: the file is deleted."];
        IdempotencyInProgress "idempotency_in_progress" 409
            ["Même requête en cours", "Gleiche Anfrage läuft", "Same request still running"]
            ["La même requête est en cours. Recommencez dans un instant avec la même clé.", "Dieselbe Anfrage läuft noch. Versuchen Sie es gleich mit demselben Schlüssel.", "The same request is still running. Try again in a moment with the same key."];
        RecordDeleted "record_deleted" 410
            ["Fiche supprimée", "Eintrag gelöscht", "Record deleted"]
            ["Cette fiche était dans l’annuaire et n’y est plus.", "Dieser Eintrag stand im Verzeichnis und steht dort nicht mehr.", "This record was in the directory and is no longer."];
        SyncCursorExpired "sync_cursor_expired" 410
            ["Lecture à reprendre du début", "Von vorn zu lesen", "To be read from the start"]
            ["Ce qui a disparu depuis n’est plus connu, ou les positions ont changé de sens. Reprenez à l’adresse du lien « restart » et retirez de votre copie ce que cette lecture ne contient pas.", "Was seither verschwunden ist, ist nicht mehr bekannt, oder die Positionen bedeuten anderes. Beginnen Sie unter dem Link „restart“ von vorn und entfernen Sie aus Ihrer Kopie, was darin fehlt.", "What has gone since is no longer known, or positions mean something else. Start at the link “restart”, and remove from your copy what is not in it."];
        LinkExpired "link_expired" 410
            ["Lien expiré", "Link abgelaufen", "Link expired"]
            ["Ce lien n’est plus valable, ou il a déjà servi. Prenez celui du dernier courriel reçu, ou demandez-en un autre.", "Dieser Link gilt nicht mehr oder wurde bereits benutzt. Nehmen Sie den der letzten E-Mail oder fordern Sie einen neuen an.", "This link is no longer valid, or has been used. Take the one of the latest mail, or ask for another."];
        ChallengeExpired "challenge_expired" 410
            ["Étape expirée", "Schritt abgelaufen", "Step expired"]
            ["Cette étape a duré plus longtemps que prévu, ou elle a déjà servi. Reprenez-la depuis le début.", "Dieser Schritt hat zu lange gedauert oder wurde schon abgeschlossen. Beginnen Sie ihn von vorn.", "This step took too long, or has been completed. Start it again."];
        RevisionMismatch "revision_mismatch" 412
            ["Modifié entre-temps", "Inzwischen geändert", "Changed in the meantime"]
            ["La fiche a changé depuis votre lecture. Relisez-la, puis reportez votre modification.", "Der Eintrag wurde seit dem Lesen geändert. Laden Sie ihn neu und übertragen Sie Ihre Änderung.", "The record has changed since you read it. Read it again, then make your change."];
        BodyTooLarge "body_too_large" 413
            ["Requête trop volumineuse", "Anfrage zu groß", "Request too large"]
            ["Le corps de la requête dépasse {0} octets.", "Der Inhalt der Anfrage überschreitet {0} Bytes.", "The body of the request exceeds {0} bytes."];
        UriTooLong "uri_too_long" 414
            ["Adresse trop longue", "Adresse zu lang", "Address too long"]
            ["L’adresse dépasse {0} octets.", "Die Adresse überschreitet {0} Bytes.", "The address exceeds {0} bytes."];
        UnsupportedMediaType "unsupported_media_type" 415
            ["Format non accepté", "Format nicht unterstützt", "Unsupported media type"]
            ["Envoyez {0}, sans Content-Encoding.", "Senden Sie {0}, ohne Content-Encoding.", "Send {0}, without Content-Encoding."];
        InvalidBody "invalid_body" 422
            ["Données à corriger", "Angaben berichtigen", "Data to correct"]
            ["Corrigez les informations citées.", "Berichtigen Sie die genannten Angaben.", "Correct what is named."];
        IdempotencyKeyReused "idempotency_key_reused" 422
            ["Clé déjà utilisée", "Schlüssel bereits verwendet", "Key used already"]
            ["Cette clé a servi à une autre requête. Prenez-en une nouvelle.", "Dieser Schlüssel diente einer anderen Anfrage. Nehmen Sie einen neuen.", "This key served another request. Take a new one."];
        IfMatchRequired "if_match_required" 428
            ["If-Match nécessaire", "If-Match erforderlich", "If-Match needed"]
            ["Envoyez en If-Match l’ETag de la version que vous modifiez.", "Senden Sie als If-Match das ETag der Fassung, die Sie ändern.", "Send as If-Match the ETag of the version you are changing."];
        TooManyRequests "too_many_requests" 429
            ["Trop de requêtes", "Zu viele Anfragen", "Too many requests"]
            ["Attendez le délai indiqué par Retry-After.", "Warten Sie die in Retry-After genannte Zeit.", "Wait for the time given by Retry-After."];
        HeadersTooLarge "headers_too_large" 431
            ["En-têtes trop volumineux", "Header zu groß", "Headers too large"]
            ["Les en-têtes dépassent {0} octets ; effacez peut-être les cookies de ce site.", "Die Header überschreiten {0} Bytes; löschen Sie vielleicht die Cookies dieser Website.", "The headers exceed {0} bytes; you may have to delete the cookies of this site."];
        InternalError "internal_error" 500
            ["Erreur de notre côté", "Fehler bei uns", "An error on our side"]
            ["Rien n’a été modifié. Recommencez ; si cela dure, donnez-nous le numéro « instance ».", "Es wurde nichts geändert. Versuchen Sie es erneut; hält es an, nennen Sie uns die Nummer „instance“.", "Nothing was changed. Try again; if it lasts, give us the number in “instance”."];
        InsufficientStorage "insufficient_storage" 507
            ["Plus de place pour les fichiers", "Kein Platz mehr für Dateien", "No room left for files"]
            ["Le fichier n’a pas été gardé. Recommencez plus tard ; le reste fonctionne.", "Die Datei wurde nicht behalten. Versuchen Sie es später erneut; alles andere funktioniert.", "The file was not kept. Try again later; all else works."];
        ProviderUnavailable "provider_unavailable" 503
            ["Fournisseur injoignable", "Anbieter nicht erreichbar", "Provider cannot be reached"]
            ["{0} ne répond pas en ce moment. Recommencez plus tard, ou connectez-vous autrement.", "{0} antwortet derzeit nicht. Versuchen Sie es später erneut oder melden Sie sich anders an.", "{0} does not answer at the moment. Try again later, or sign in another way."];
        Unavailable "unavailable" 503
            ["Service momentanément indisponible", "Dienst vorübergehend nicht verfügbar", "Service unavailable for a moment"]
            ["Recommencez après le délai de Retry-After, avec la même clé d’idempotence.", "Versuchen Sie es nach der Zeit in Retry-After erneut, mit demselben Idempotenzschlüssel.", "Try again after Retry-After, with the same idempotency key."];
    }
}

codes! {
    /// What is wrong with one member or parameter.
    FieldCode {
        Required "required"
            ["Cette information est obligatoire.", "Diese Angabe ist erforderlich.", "This is required."];
        UnknownMember "unknown_member"
            ["Ce membre n’existe pas ; essayez : {0}.", "Diese Angabe gibt es nicht; versuchen Sie: {0}.", "There is no such member; try: {0}."];
        UnknownField "unknown_field"
            ["« {0} » n’est pas un champ connu. Possibles : {1}.", "„{0}“ ist kein bekanntes Feld. Möglich: {1}.", "“{0}” is no known field. Possible: {1}."];
        OtherRequester "other_requester"
            ["Une autre personne l’a faite : chacune suit la sienne.", "Sie ist von jemand anderem: Jeder verfolgt die eigene.", "Somebody else made it: each follows their own."];
        Repeated "repeated"
            ["Ne le donnez qu’une fois.", "Geben Sie es nur einmal an.", "Give it once only."];
        WrongType "wrong_type"
            ["Attendu : {0}.", "Erwartet: {0}.", "Expected: {0}."];
        TooShort "too_short"
            ["Au moins {0} caractères.", "Mindestens {0} Zeichen.", "At least {0} characters."];
        TooLong "too_long"
            ["Au plus {0} caractères.", "Höchstens {0} Zeichen.", "At most {0} characters."];
        OutOfRange "out_of_range"
            ["Entre {0} et {1}.", "Zwischen {0} und {1}.", "Between {0} and {1}."];
        BeforeHistory "before_history"
            ["L’historique commence le {0} ; rien n’est gardé d’avant.", "Der Verlauf beginnt am {0}; von davor ist nichts aufbewahrt.", "The history begins on {0}; nothing is kept from before."];
        ItemCount "item_count"
            ["De {0} à {1} éléments.", "{0} bis {1} Einträge.", "{0} to {1} items."];
        InvalidChoice "invalid_choice"
            ["Valeurs possibles : {0}.", "Mögliche Werte: {0}.", "Possible values: {0}."];
        InvalidEmail "invalid_email"
            ["Exemple : prenom.nom@exemple.fr.", "Beispiel: vorname.name@beispiel.de.", "Example: first.last@example.org."];
        OtherDomain "other_domain"
            ["L’adresse doit être au domaine du site de l’organisation : {0}.", "Die Adresse muss zur Domain der Website der Organisation gehören: {0}.", "The address must be at the domain of the organization’s site: {0}."];
        InvalidUrl "invalid_url"
            ["Une adresse complète en http:// ou https://.", "Eine vollständige Adresse mit http:// oder https://.", "A complete address with http:// or https://."];
        TargetNotAllowed "target_not_allowed"
            ["Une adresse en https:// d’un hôte public, sans identifiants ni #, au port 443 ou 8443.", "Eine Adresse mit https:// eines öffentlichen Hosts, ohne Zugangsdaten und #, am Port 443 oder 8443.", "An https:// address of a public host, without credentials or #, at port 443 or 8443."];
        InvalidFormat "invalid_format"
            ["Format attendu : {0}.", "Erwartetes Format: {0}.", "Expected format: {0}."];
        ControlCharacter "control_character"
            ["Retirez les caractères de contrôle.", "Entfernen Sie die Steuerzeichen.", "Remove the control characters."];
        InvalidChecksum "invalid_checksum"
            ["Ce numéro n’est pas un {0} valable.", "Diese Nummer ist kein gültiger {0}.", "This number is not a valid {0}."];
        OutsideOf "outside_of"
            ["Cette position n’est pas dans le pays {0}.", "Diese Position liegt nicht im Land {0}.", "This position is not in the country {0}."];
        TooManyCells "too_many_cells"
            ["Plus de cellules que de colonnes : un séparateur ou un guillemet de trop.", "Mehr Zellen als Spalten: ein Trennzeichen oder Anführungszeichen zu viel.", "More cells than columns: a separator or a quote too many."];
        LeftOut "left_out"
            ["Ligne écartée : « {0} » dans « {1} » n’est pas parmi les valeurs retenues.", "Zeile ausgelassen: „{0}“ in „{1}“ gehört nicht zu den gewählten Werten.", "Line left out: “{0}” in “{1}” is not among the values chosen."];
        NameNeeded "name_needed"
            ["Dites quelle colonne est le nom (« name »).", "Sagen Sie, welche Spalte der Name ist („name“).", "Say which column is the name (“name”)."];
        UnknownReference "unknown_reference"
            ["Rien n’existe sous cette référence.", "Unter diesem Verweis gibt es nichts.", "Nothing exists under this reference."];
        ChangedSince "changed_since"
            ["Modifié depuis la révision {0} : relisez la fiche.", "Seit Revision {0} geändert: Lesen Sie den Eintrag neu.", "Changed since revision {0}: read the record again."];
        EndsBefore "ends_before"
            ["La fin vient après le début.", "Das Ende liegt nach dem Beginn.", "The end comes after the beginning."];
        BookingLength "booking_length"
            ["De {0} à {1} minutes.", "{0} bis {1} Minuten.", "{0} to {1} minutes."];
        TooSoon "too_soon"
            ["Réservez au moins {0} minutes à l’avance.", "Buchen Sie mindestens {0} Minuten im Voraus.", "Book at least {0} minutes ahead."];
        TooFarAhead "too_far_ahead"
            ["Réservez au plus {0} jours à l’avance.", "Buchen Sie höchstens {0} Tage im Voraus.", "Book at most {0} days ahead."];
        Closed "closed"
            ["L’espace est fermé à ce moment : voyez ses horaires.", "Zu dieser Zeit ist geschlossen: siehe Öffnungszeiten.", "It is closed then: see its opening hours."];
        SpanTooLong "span_too_long"
            ["Au plus {0} jours à la fois.", "Höchstens {0} Tage auf einmal.", "At most {0} days at once."];
        UnitsHeld "units_held"
            ["Des réservations à venir tiennent encore le n° {0}.", "Künftige Buchungen belegen noch Nr. {0}.", "Bookings to come still hold no. {0}."];
        Circular "circular"
            ["Ces organisations feraient partie l’une de l’autre.", "Diese Organisationen wären gegenseitig Teil voneinander.", "These organizations would be part of each other."];
        DependencyCircle "dependency_circle"
            ["Ces jalons s’attendraient l’un l’autre : {0}.", "Diese Meilensteine würden aufeinander warten: {0}.", "These milestones would wait for each other: {0}."];
        NotAvailable "not_available"
            ["Ce choix n’est pas ouvert en ce moment.", "Diese Auswahl ist derzeit nicht offen.", "This choice is not open at the moment."];
        NotAllowed "not_allowed"
            ["Retirez cette donnée.", "Entfernen Sie diese Angabe.", "Remove this value."];
        PasswordCommon "password_common"
            ["Trop courant ou trop facile à deviner. Prenez quatre mots sans rapport entre eux.", "Zu verbreitet oder zu leicht zu erraten. Nehmen Sie vier Wörter, die nichts miteinander zu tun haben.", "Too common or too easy to guess. Take four words that have nothing to do with each other."];
        PasswordPersonal "password_personal"
            ["Sans votre nom, votre adresse ni « lorntech » : ce serait essayé en premier.", "Ohne Ihren Namen, Ihre Adresse oder „lorntech“: Das würde zuerst probiert.", "Without your name, your address or “lorntech”: those are tried first."];
        WrongPassword "wrong_password"
            ["Ce n’est pas votre mot de passe actuel.", "Das ist nicht Ihr jetziges Passwort.", "This is not your current password."];
        WrongCode "wrong_code"
            ["Ce n’est pas le code affiché maintenant. Vérifiez aussi l’heure du téléphone.", "Das ist nicht der jetzt angezeigte Code. Prüfen Sie auch die Uhrzeit des Telefons.", "This is not the code shown now. Check the clock of the phone, too."];
        PictureBroken "picture_broken"
            ["L’image est incomplète ou abîmée. Enregistrez-la de nouveau, puis recommencez.", "Das Bild ist unvollständig oder beschädigt. Speichern Sie es neu und versuchen Sie es noch einmal.", "The picture is incomplete or damaged. Save it anew, then try again."];
        PictureAnimated "picture_animated"
            ["Prenez une image fixe : celle-ci est animée.", "Nehmen Sie ein unbewegtes Bild: Dieses ist animiert.", "Take a still picture: this one is animated."];
        PictureNotAlone "picture_not_alone"
            ["Le fichier contient autre chose après l’image. Enregistrez-la de nouveau, seule.", "Die Datei enthält hinter dem Bild noch etwas anderes. Speichern Sie das Bild allein neu.", "The file holds something else after the picture. Save the picture anew, by itself."];
        PictureTooLarge "picture_too_large"
            ["Au plus {0} pixels de côté et {1} mégapixels. Réduisez l’image.", "Höchstens {0} Pixel je Seite und {1} Megapixel. Verkleinern Sie das Bild.", "At most {0} pixels a side and {1} megapixels. Make the picture smaller."];
        PictureTooSmall "picture_too_small"
            ["Au moins {0} pixels de chaque côté.", "Mindestens {0} Pixel auf jeder Seite.", "At least {0} pixels on each side."];
        AnswerMissing "answer_missing"
            ["Répondez à la question « {0} ».", "Beantworten Sie die Frage „{0}“.", "Answer the question “{0}”."];
        TextExpected "text_expected"
            ["Répondez par un texte.", "Antworten Sie mit einem Text.", "Answer with a text."];
        NumberExpected "number_expected"
            ["Répondez par un nombre.", "Antworten Sie mit einer Zahl.", "Answer with a number."];
        DateExpected "date_expected"
            ["Répondez par une date qui existe, comme 2027-03-31.", "Antworten Sie mit einem Datum, das es gibt, etwa 2027-03-31.", "Answer with a date that exists, such as 2027-03-31."];
        FileExpected "file_expected"
            ["Cette question demande un fichier : envoyez-le aux documents de la demande, avec `question_id`.", "Diese Frage verlangt eine Datei: Senden Sie sie zu den Dokumenten der Anfrage, mit `question_id`.", "This question asks for a file: send it to the documents of the request, with `question_id`."];
        AccountNeeded "account_needed"
            ["Ce service s’adresse aux personnes qui ont un compte. Connectez-vous, puis recommencez.", "Diese Leistung ist für Personen mit Konto. Melden Sie sich an und versuchen Sie es erneut.", "This service is for people who have an account. Sign in, then try again."];
        FileExtension "file_extension"
            ["Le nom doit finir par l’un de : {0}.", "Der Name muss enden auf eines von: {0}.", "The name must end in one of: {0}."];
        FileDeclared "file_declared"
            ["D’après son nom, le type du fichier est {0} : Content-Type dit autre chose.", "Nach ihrem Namen ist die Datei vom Typ {0}: Content-Type sagt etwas anderes.", "By its name the file is of type {0}: Content-Type says something else."];
        FileContent "file_content"
            ["Le contenu n’est pas celui d’un fichier {0}.", "Der Inhalt ist nicht der einer {0}-Datei.", "The content is not that of a {0} file."];
        FileBroken "file_broken"
            ["Le fichier {0} est incomplet ou abîmé. Enregistrez-le de nouveau, puis recommencez.", "Die {0}-Datei ist unvollständig oder beschädigt. Speichern Sie sie neu und versuchen Sie es noch einmal.", "The {0} file is incomplete or damaged. Save it anew, then try again."];
        FileNotAlone "file_not_alone"
            ["Le fichier {0} contient autre chose après sa fin. Enregistrez-le de nouveau, seul.", "Die {0}-Datei enthält hinter ihrem Ende noch etwas anderes. Speichern Sie sie allein neu.", "The {0} file holds something else after its end. Save it anew, by itself."];
        FileUnfolds "file_unfolds"
            ["Décompressé, ce fichier dépasserait {0} Mo.", "Entpackt wäre diese Datei größer als {0} MB.", "Unpacked, this file would exceed {0} MB."];
        FileHolds "file_holds"
            ["Le fichier contient un programme, une macro ou une archive. Enregistrez-le sans cela, ou en PDF.", "Die Datei enthält ein Programm, ein Makro oder ein Archiv. Speichern Sie sie ohne dies oder als PDF.", "The file holds a program, a macro or an archive. Save it without that, or as PDF."];
        AtLeastOneLanguage "at_least_one_language"
            ["Donnez le texte dans au moins une langue.", "Geben Sie den Text in mindestens einer Sprache an.", "Give the text in at least one language."];
    }
}

codes! {
    /// Why a line of an import did not become a record, or not with all of its values.
    ResultCode {
        InvalidLine "invalid_line"
            ["Cette ligne ne peut pas devenir une fiche.", "Diese Zeile kann kein Eintrag werden.", "This line cannot become a record."];
        ValuesLeftOut "values_left_out"
            ["La fiche est faite, sans les valeurs citées.", "Der Eintrag besteht, ohne die genannten Werte.", "The record is made, without the values named."];
        PossibleDuplicate "possible_duplicate"
            ["Une fiche existe peut-être déjà ({0}). Comparez-les : rien n’est fusionné sans vous.", "Vielleicht gibt es den Eintrag schon ({0}). Vergleichen Sie: Ohne Sie wird nichts zusammengeführt.", "There may be such a record already ({0}). Compare them: nothing is merged without you."];
        RepeatedLine "repeated_line"
            ["La ligne {0} du même fichier a cet identifiant avec un autre contenu.", "Zeile {0} derselben Datei hat diese Kennung mit anderem Inhalt.", "Line {0} of the same file has this id with other content."];
        RevisionConflict "revision_conflict"
            ["La révision {0} de la source a déjà été importée avec un autre contenu.", "Revision {0} der Quelle wurde bereits mit anderem Inhalt importiert.", "Revision {0} of the source has been imported already with other content."];
        StaleRevision "stale_revision"
            ["La révision {0} de la source, plus récente, a déjà été importée.", "Die neuere Revision {0} der Quelle wurde bereits importiert.", "The later revision {0} of the source has been imported already."];
        RecordDeleted "record_deleted"
            ["La fiche a été supprimée, ou reprise par une autre : elle n’est pas refaite.", "Der Eintrag wurde gelöscht oder in einen anderen übernommen: Er wird nicht neu angelegt.", "The record has been deleted, or taken in by another one: it is not made again."];
        KeptByOwner "kept_by_owner"
            ["La fiche est tenue par son organisation : proposez-lui la modification.", "Der Eintrag wird von seiner Organisation gepflegt: Schlagen Sie ihr die Änderung vor.", "The record is kept by its organization: propose the change to it."];
        Dismissed "dismissed"
            ["Cette ligne a été laissée de côté lors d’un import précédent, et dit toujours la même chose.", "Diese Zeile wurde bei einem früheren Import beiseitegelassen und sagt noch dasselbe.", "This line was put aside at an earlier import, and still says the same."];
    }
}

codes! {
    /// Why a file was not imported to its end.
    ImportFailureCode {
        EmptyFile "empty_file"
            ["Le fichier est vide.", "Die Datei ist leer.", "The file is empty."];
        UnknownFormat "unknown_format"
            ["Le fichier n’est ni du CSV, ni du JSON, NDJSON ou GeoJSON.", "Die Datei ist weder CSV noch JSON, NDJSON oder GeoJSON.", "The file is neither CSV, JSON, NDJSON nor GeoJSON."];
        BrokenJson "broken_json"
            ["Le JSON du fichier s’interrompt ou n’est plus du JSON à l’octet {0}.", "Das JSON der Datei bricht bei Byte {0} ab oder ist dort kein JSON mehr.", "The JSON of the file ends or is no JSON any more at byte {0}."];
        NoItems "no_items"
            ["Le fichier n’a pas de liste de fiches sous « {0} ».", "Die Datei hat keine Liste von Einträgen unter „{0}“.", "The file has no list of records at “{0}”."];
        UnreadableFile "unreadable_file"
            ["La suite du fichier n’a pas pu être lue.", "Der Rest der Datei konnte nicht gelesen werden.", "The rest of the file could not be read."];
        LinesNotWritten "lines_not_written"
            ["Des lignes n’ont pas pu être enregistrées. L’équipe technique en trouve la raison dans le journal du service.", "Zeilen konnten nicht gespeichert werden. Das technische Team findet den Grund im Protokoll des Dienstes.", "Lines could not be stored. The technical team finds the reason in the log of the service."];
    }
}

impl ErrorCode {
    /// The nearest name that OAuth has for it.
    pub fn oauth_name(self) -> &'static str {
        match self {
            Self::InvalidClient | Self::InvalidScope | Self::UnsupportedGrantType => self.code(),
            Self::Unavailable => "temporarily_unavailable",
            code if code.status() >= 500 => "server_error",
            _ => "invalid_request",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_highest_weight_wins_and_french_is_the_default() {
        for (header, expected) in [
            (None, Language::Fr),
            (Some("de-LU, en;q=0.8"), Language::De),
            (Some("en;q=0.3, de;q=0.9, fr;q=0.1"), Language::De),
            (Some("es, it;q=0.5"), Language::Fr),
            (Some("en;q=abc"), Language::Fr),
            (Some("é"), Language::Fr),
        ] {
            assert_eq!(Language::negotiate(header), expected, "{header:?}");
        }
    }

    #[test]
    fn each_code_has_one_name_and_words_with_the_same_places_in_each_language() {
        let mut seen = std::collections::HashSet::new();
        for (code, words) in ErrorCode::ALL
            .iter()
            .map(|code| (code.code(), code.remedy()))
            .chain(FieldCode::ALL.iter().map(|code| (code.code(), code.remedy())))
            .chain(ImportFailureCode::ALL.iter().map(|code| (code.code(), code.remedy())))
        {
            assert!(seen.insert(code), "{code} stands twice");
            for place in ["{0}", "{1}"] {
                let has = words.fr.contains(place);
                assert_eq!(has, words.de.contains(place), "{code} {place}");
                assert_eq!(has, words.en.contains(place), "{code} {place}");
            }
        }
    }
}
