//! The one list of variables: `.env.example` is written from it and a test keeps the two equal.

/// A variable the server reads.
pub(crate) struct Variable {
    /// Its name.
    pub(crate) name: &'static str,
    /// What is written after the `=` in the example.
    pub(crate) example: &'static str,
    /// One line for people.
    pub(crate) about: &'static str,
}

const fn variable(name: &'static str, example: &'static str, about: &'static str) -> Variable {
    Variable { name, example, about }
}

/// Every variable, in the order of the example.
pub(crate) const VARIABLES: &[Variable] = &[
    variable(
        "DATABASE_URL",
        "",
        concat!(
            "The address of the database:",
            // begin sqlite
            " sqlite:path/to/file.sqlite (default: app.sqlite in DATA_DIR)",
            // end sqlite
            // begin both-databases
            ", or",
            // end both-databases
            // begin postgres
            " postgres://user:password@host/database",
            // end postgres
            ".",
        ),
    ),
    // begin postgres
    variable(
        "DATABASE_OWNER_URL",
        "",
        "PostgreSQL only: the same database as the role that owns its tables, for `server db`: migrations, restoring, removing a tenant. Never for a release build that serves.",
    ),
    variable(
        "DATABASE_BACKUP_URL",
        "",
        "PostgreSQL only: the same database as a role of its own that may read every tenant's rows, for `server db backup`. `server db migrate` gives it that right.",
    ),
    variable(
        "DATABASE_ALLOW_ANY_ROLE",
        "false",
        "true lets a release build serve with a role that row-level security does not hold (a superuser, the tables' owner), or with the two addresses above.",
    ),
    variable(
        "DATABASE_ALLOW_UNVERIFIED_TLS",
        "false",
        "true lets a release build use PostgreSQL on another machine without sslmode=verify-full: in a network that you trust.",
    ),
    variable("DATABASE_CONNECTIONS", "10", "PostgreSQL only: how many connections this server opens at most."),
    // end postgres
    variable("DATA_DIR", ".data", "The folder for the default database."),
    // begin examples
    variable(
        "QUOTA_PROJECTS",
        "10000",
        "How many projects one organization or account may have, deleted ones included until they are removed for good. 0: as many as it likes.",
    ),
    // end examples
    variable(
        "AUDIT_RETENTION_DAYS",
        "0",
        "For how many days entries of the audit trail are kept; 0: for ever. Where the tables have an owner of their own, `server db migrate` takes it over, and needs it each time.",
    ),
    variable("LISTEN_ADDRESS", "127.0.0.1:3000", "Address and port to listen on."),
    variable(
        "PORT",
        "",
        "Read where LISTEN_ADDRESS is not set, as container platforms set it: release builds then listen on all addresses.",
    ),
    variable(
        "PUBLIC_ORIGIN",
        "http://localhost:3000",
        "Where browsers find the app; https unless it is this machine. Debug builds default to localhost and the port above; else required.",
    ),
    variable(
        "TRUSTED_PROXIES",
        "",
        "Addresses and networks of reverse proxies whose X-Forwarded-For is believed, comma-separated.",
    ),
    variable(
        "ALLOWED_HOSTS",
        "",
        "Host names besides PUBLIC_ORIGIN's under which the app is asked, comma-separated; requests for any other are answered 421.",
    ),
    variable(
        "MAX_CONNECTIONS",
        "10000",
        "Open connections at most; fewer where the limit on open files leaves no room for them. Beyond: 503.",
    ),
    variable(
        "MAX_CONNECTIONS_PER_ADDRESS",
        "",
        "The same from one address (IPv6: from one /64), trusted proxies excepted. Default: a quarter of all.",
    ),
    variable(
        "SHUTDOWN_DELAY_SECONDS",
        "5",
        "How long /readyz says 503 after SIGTERM before the server stops listening: so that balancers look elsewhere first. Default in debug builds: 0.",
    ),
    variable(
        "HSTS_MAX_AGE",
        "63072000",
        "With an https PUBLIC_ORIGIN: for how many seconds browsers come back over TLS only. 0 takes it back.",
    ),
    variable(
        "HSTS_SUBDOMAINS",
        "off",
        "on: browsers use TLS for all names below PUBLIC_ORIGIN's host too, other programs' included.",
    ),
    variable(
        "CSP_REPORT_URL",
        "",
        "Where browsers report what the Content-Security-Policy stopped. Default: this server, which logs a few.",
    ),
    variable(
        "CLERK_PUBLISHABLE_KEY",
        "",
        "pk_test_… or pk_live_… of your Clerk instance. Debug builds without keys start the local Clerk.",
    ),
    variable("CLERK_SECRET_KEY", "", "sk_test_… or sk_live_… of the same instance."),
    variable(
        "CLERK_ALLOW_TEST_KEYS",
        "false",
        "true lets a release build run with test keys: for trying out, never for people.",
    ),
    variable(
        "CLERK_JWT_KEY",
        "",
        "The instance's public key (PEM in double quotes, \\n for line ends): sessions are then checked without ever asking Clerk.",
    ),
    variable("CLERK_API_URL", "https://api.clerk.com", "Clerk's Backend API."),
    variable("CLERK_FAPI_URL", "", "Where the proxy finds the Frontend API. Default: the host in the publishable key."),
    variable(
        "CLERK_PROXY_URL",
        "",
        "/__clerk, or its full address: serves Clerk's Frontend API from this origin. Production instances only.",
    ),
    variable(
        "CLERK_AUTHORIZED_PARTIES",
        "",
        "Origins whose session tokens are accepted, comma-separated. Default: PUBLIC_ORIGIN.",
    ),
    variable("CLERK_SIGN_IN_URL", "/sign-in", "Page for signing in."),
    variable("CLERK_SIGN_UP_URL", "/sign-up", "Page for signing up."),
    variable("CLERK_SIGN_IN_FALLBACK_REDIRECT_URL", "/dashboard", "After signing in, when no page was asked for."),
    variable("CLERK_SIGN_UP_FALLBACK_REDIRECT_URL", "/onboarding", "After signing up, when no page was asked for."),
    variable("CLERK_SIGN_IN_FORCE_REDIRECT_URL", "", "After signing in, whatever page was asked for."),
    variable("CLERK_SIGN_UP_FORCE_REDIRECT_URL", "", "After signing up, whatever page was asked for."),
    variable("CLERK_WEBHOOK_SIGNING_SECRET", "", "whsec_… of the webhook endpoint."),
    variable(
        "CLERK_PERMISSIONS",
        "clerk",
        "clerk: permissions come from the session token. roles: from org:admin and org:member alone.",
    ),
    variable("CLERK_PERSONAL_ACCOUNTS", "on", "off: people work in organizations only."),
    variable(
        "CLERK_IMPERSONATION",
        "limited",
        "limited: whoever is signed in as somebody else neither deletes nor restores anything, nor changes who belongs to an organization. full: they may.",
    ),
    variable(
        "LOCAL_CLERK_LISTEN",
        "127.0.0.1:0",
        "Debug builds without keys: where the local Clerk listens; port 0 takes a free one.",
    ),
    variable(
        "LOCAL_CLERK_STATE_DIR",
        ".local-clerk",
        "Debug builds without keys: where the local Clerk keeps its people and key.",
    ),
    variable(
        "LOCAL_CLERK_ALLOW_NETWORK",
        "false",
        "true starts the local Clerk although others reach this server: anybody can then sign in as anybody.",
    ),
    variable(
        "RATE_LIMIT_READS",
        "300,1200",
        "Pages and data for each person: so many in a row, then so many a minute.",
    ),
    variable("RATE_LIMIT_WRITES", "40,120", "Changes by each person, likewise."),
    variable("RATE_LIMIT_ORGANIZATION_WRITES", "400,1200", "Changes by all people of one organization together."),
    variable(
        "RATE_LIMIT_ANONYMOUS_READS",
        "600,1200",
        "Pages for each address (IPv6: each /64) of people who are not signed in.",
    ),
    variable("RATE_LIMIT_ANONYMOUS_WRITES", "20,30", "Posts of each such address."),
    variable(
        "RATE_LIMIT_CLERK_ADDRESS",
        "100,300",
        "Calls to Clerk's Backend API that requests from one address may cause.",
    ),
    variable("RATE_LIMIT_CLERK_SESSION", "10,30", "Refreshes of one session, likewise."),
    variable(
        "RATE_LIMIT_CLERK_TOTAL",
        "300,1800",
        "Calls of this server to Clerk's Backend API altogether. Clerk allows a production instance 1000 in ten seconds from all servers.",
    ),
    variable("RATE_LIMIT_CLERK_PROXY", "600,1800", "Requests of each address through CLERK_PROXY_URL."),
    variable("RUST_LOG", "info", "What is logged, in tracing's filter syntax."),
    variable("LOG_FORMAT", "pretty", "pretty or json. Default: pretty in debug builds, json in release builds."),
];

/// The text of `.env.example`.
pub(crate) fn example() -> String {
    let mut text = String::from(
        "# Copy to .env and uncomment what you need. Debug builds read .env; release builds read the environment only.\n",
    );
    for Variable { name, example, about } in VARIABLES {
        text.push_str(&format!("\n# {about}\n# {name}={example}\n"));
    }
    text
}
