//! The local Clerk as a program of its own.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Parser;
use clerk_emulator::{
    Config, Emulator, FileProblem, FileProblems, Imported, MARKER, MOUNT, Profile, Roles, Seed, Settings, Webhook,
};
use serde_json::{Value, json};

/// Where it listens when nobody says where and nobody else is there.
const USUAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4000);

/// What a file that is wrong ends the program with.
const WRONG_FILE: u8 = 2;

/// Clerk's APIs on this machine, for development and tests.
#[derive(Parser)]
struct Options {
    /// Address to listen on, of this machine; port 0 takes a free one. Without: 127.0.0.1:4000, or a free port if that is taken.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Origin of the app.
    #[arg(long, default_value = "http://localhost:3000")]
    app_origin: String,
    /// What the settings start from: made for development, or as Clerk sets up a new application.
    #[arg(long, value_enum, default_value_t)]
    profile: Profile,
    /// File of settings.
    #[arg(long)]
    settings: Option<PathBuf>,
    /// File of the people and organizations that a new folder starts with.
    #[arg(long)]
    seed: Option<PathBuf>,
    /// Folder of the data and the signing key; `none` keeps everything in memory.
    #[arg(long, default_value = ".local-clerk")]
    state_dir: PathBuf,
    /// Folder with `clerk-js/dist` and `ui/dist`.
    #[arg(long, default_value = ".tools/clerk")]
    clerk_js_dir: PathBuf,
    /// Everybody needs an organization; nobody has a personal account.
    #[arg(long)]
    organization_required: bool,
    /// File of the roles and what they may do; without one, Clerk's default roles with no permission of the application's.
    #[arg(long)]
    roles: Option<PathBuf>,
    /// URL that gets every event, beside those that the settings name; any number of them.
    #[arg(long)]
    webhook: Vec<String>,
    /// Secret of those URLs: `whsec_…`. One is made for each where none is given.
    #[arg(long, requires = "webhook")]
    webhook_secret: Option<String>,
    /// In place of the one that is made: `pk_test_…`.
    #[arg(long)]
    publishable_key: Option<String>,
    /// In place of the one that is made: `sk_test_…`.
    #[arg(long)]
    secret_key: Option<String>,
    /// File of a private RSA key in PEM, in place of the key that is made.
    #[arg(long)]
    signing_key: Option<PathBuf>,
    /// Prints one line of JSON when it is ready, and nothing else.
    #[arg(long)]
    json: bool,
    /// Only checks the files that are named.
    #[arg(long)]
    check: bool,
    /// Only prints a settings file, made of what a real instance answered: its environment, what `clerk config pull` wrote,
    /// lists of roles, permissions and JWT templates. What cannot be taken is named on stderr.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    import: Vec<PathBuf>,
}

/// What the files say.
struct Files {
    settings: Settings,
    roles: Roles,
    seed: Option<Seed>,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    let options = Options::parse();
    if !options.import.is_empty() {
        return import(&options.import);
    }
    let files = match read_files(&options) {
        Ok(files) => files,
        Err(problems) => return report(&problems),
    };
    if options.check {
        return Ok(ExitCode::SUCCESS);
    }
    let is_json = options.json;
    let emulator = Emulator::start(configuration(options, files)?).await?;
    if is_json {
        print_ready(&emulator)?
    } else {
        print_environment(&emulator)?
    }
    tokio::signal::ctrl_c().await?;
    emulator.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// The settings to stdout, and a line of JSON to stderr for each thing that stays behind.
fn import(files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let documents = files.iter().map(|file| {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let document: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?;
        Ok((name(file), document))
    });
    let documents: Vec<(String, Value)> = documents.collect::<anyhow::Result<_>>()?;
    let imported = Imported::of(documents.iter().map(|(name, document)| (name.as_str(), document)))?;
    for row in &imported.not_taken {
        writeln!(io::stderr(), "{}", json!(row))?;
    }
    let mut output = io::stdout().lock();
    writeln!(output, "{:#}", json!(imported.settings))?;
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn configuration(options: Options, Files { settings, roles, seed }: Files) -> anyhow::Result<Config> {
    let signing_key = options
        .signing_key
        .map(|file| fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display())));
    let secret = options.webhook_secret;
    let webhooks = options.webhook.into_iter().map(|url| Webhook { url, secret: secret.clone(), events: Vec::new() });
    let webhooks: Vec<Webhook> = webhooks.collect();
    Ok(Config {
        listen: options.listen.unwrap_or_else(usual_or_free),
        app_origin: options.app_origin,
        state_dir: Some(options.state_dir).filter(|folder| folder != Path::new("none")),
        clerk_js_dir: options.clerk_js_dir,
        organization_required: options.organization_required,
        roles,
        settings,
        webhooks,
        seed,
        publishable_key: options.publishable_key,
        secret_key: options.secret_key,
        signing_key: signing_key.transpose()?,
    })
}

/// Two clones can run beside each other with nothing said.
fn usual_or_free() -> SocketAddr {
    match TcpListener::bind(USUAL) {
        Ok(_) => USUAL,
        Err(_) => SocketAddr::new(USUAL.ip(), 0),
    }
}

/// Everything that is wrong with any of them, together.
fn read_files(options: &Options) -> Result<Files, FileProblems> {
    let mut problems = Vec::new();
    let mut note = |FileProblems(found)| problems.extend(found);
    let roles = options.roles.as_deref().map(read_roles).transpose().map_err(&mut note).ok().flatten();
    let settings = options.settings.as_deref().map(|file| Settings::read(&name(file), &read(file)?, options.profile));
    let settings = settings.transpose().map_err(&mut note).ok().flatten();
    let (settings, own_roles) = settings.unwrap_or_else(|| (Settings::of(options.profile), None));
    let roles = own_roles.or(roles).unwrap_or_default();
    let seed = options.seed.as_deref().map(|file| Seed::read(&name(file), &read(file)?, &roles));
    let seed = seed.transpose().map_err(&mut note).ok().flatten();
    if problems.is_empty() { Ok(Files { settings, roles, seed }) } else { Err(FileProblems(problems)) }
}

fn read_roles(file: &Path) -> Result<Roles, FileProblems> {
    Roles::from_json(&read(file)?).map_err(|error| wrong(file, format!("{error:#}")))
}

fn read(file: &Path) -> Result<String, FileProblems> {
    fs::read_to_string(file).map_err(|error| wrong(file, format!("it cannot be read: {error}")))
}

/// Something about a file as a whole.
fn wrong(file: &Path, error: String) -> FileProblems {
    FileProblems(vec![FileProblem { file: name(file), line: 1, path: ".".to_owned(), error }])
}

fn name(file: &Path) -> String {
    file.display().to_string()
}

/// One line of JSON for each problem.
fn report(FileProblems(problems): &FileProblems) -> anyhow::Result<ExitCode> {
    let mut output = io::stdout().lock();
    for problem in problems {
        writeln!(output, "{}", json!(problem))?;
    }
    output.flush()?;
    Ok(ExitCode::from(WRONG_FILE))
}

fn print_ready(emulator: &Emulator) -> anyhow::Result<()> {
    let (users, organizations) = emulator.population();
    let ready = json!({
        "ready": true,
        "listen": emulator.address().to_string(),
        "fapi_url": emulator.fapi_url(),
        "api_url": emulator.api_url(),
        "control_url": emulator.control_url(),
        "publishable_key": emulator.publishable_key(),
        "secret_key": emulator.secret_key(),
        "issuer": emulator.issuer(),
        "seeded": { "users": users, "organizations": organizations },
    });
    let mut ready = ready;
    let webhooks = emulator.webhooks().into_iter().map(|(url, secret)| json!({ "url": url, "secret": secret }));
    let webhooks: Vec<Value> = webhooks.collect();
    if let (false, Some(fields)) = (webhooks.is_empty(), ready.as_object_mut()) {
        fields.insert("webhooks".to_owned(), json!(webhooks));
    }
    let mut output = io::stdout().lock();
    writeln!(output, "{ready}")?;
    Ok(output.flush()?)
}

/// Lines to copy, or for a script to read.
fn print_environment(emulator: &Emulator) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "# {MARKER}")?;
    writeln!(output, "CLERK_PUBLISHABLE_KEY={}", emulator.publishable_key())?;
    writeln!(output, "CLERK_SECRET_KEY={}", emulator.secret_key())?;
    writeln!(output, "CLERK_API_URL={}", emulator.api_url())?;
    writeln!(output, "CLERK_FAPI_URL={}", emulator.fapi_url())?;
    writeln!(output, "CLERK_PROXY_URL={MOUNT}")?;
    for (url, secret) in emulator.webhooks() {
        writeln!(output, "CLERK_WEBHOOK_SIGNING_SECRET={secret} # {url}")?;
    }
    for person in emulator.people() {
        writeln!(output, "# {} / {} ({}, {})", person.email, person.password, person.role, person.organization)?;
    }
    Ok(output.flush()?)
}
