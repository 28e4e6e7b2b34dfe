//! Which user-data the service took: the rules of its own checker, packethost/userdata-rb, in its order.
//!
//! The refusals are that checker's words, except for what a parser says behind `Contains invalid YAML` and
//! `Contains invalid JSON`: there the words are those of our parsers, and only the line is the same. Gzip stood first
//! in the order, but its bytes cannot travel in a JSON string.

use crate::yaml;

/// What a text was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Form {
    /// Nothing but white space.
    Blank,
    /// `#cloud-boothook`.
    Boothook,
    /// `#cloud-config`: YAML for cloud-init.
    CloudConfig,
    /// `#include`: addresses of more of it.
    Include,
    /// MIME parts, each in one of these forms.
    Multipart,
    /// `#part-handler`.
    PartHandler,
    /// `#ps1`: for Windows.
    PowerShell,
    /// `#!`: a program; also iPXE's own.
    Script,
    /// `#upstart-job`.
    UpstartJob,
    /// `## template: jinja`, and in it whatever.
    Jinja,
    /// `{` or `[`: Ignition.
    Json,
}

const UNRECOGNIZED: &str = "Unrecognized userdata format";
const NO_SCRIPT: &str = "Script is not a properly formatted to call an executable on line 1";
const NO_POWER_SHELL: &str = "Script is not properly formatted to call an executable on line 1";

/// Checks a text as the service did; the error is what it answered with 422.
pub(in crate::sim) fn check(text: &str) -> Result<Form, String> {
    let form = recognise(text).ok_or(UNRECOGNIZED)?;
    check_as(form, text).map(|()| form)
}

/// Whether the machine boots from the network into the script that the text is.
pub(in crate::sim) fn is_ipxe(text: &str) -> bool {
    text.starts_with("#!ipxe")
}

/// The custom image that comment lines name: `#image_repo=…`, `#image_tag=…`, `#image_url=…`.
///
/// These are the first three values, each if it is there.
pub(in crate::sim) fn custom_image(text: &str) -> Option<CustomImage<'_>> {
    let value = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.trim().strip_prefix('#')?.strip_prefix(name));
        lines.find_map(|rest| rest.strip_prefix('=')).map(str::trim).filter(|value| !value.is_empty())
    };
    let image = CustomImage { repository: value("image_repo"), tag: value("image_tag"), url: value("image_url") };
    (image.repository.is_some() || image.url.is_some()).then_some(image)
}

/// An image of the user's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) struct CustomImage<'a> {
    /// The git repository it lies in.
    pub(in crate::sim) repository: Option<&'a str>,
    /// The tag in that repository.
    pub(in crate::sim) tag: Option<&'a str>,
    /// Where it lies otherwise.
    pub(in crate::sim) url: Option<&'a str>,
}

fn recognise(text: &str) -> Option<Form> {
    if text.trim().is_empty() {
        return Some(Form::Blank);
    }
    let begins = |prefix: &str| text.starts_with(prefix);
    let forms = [
        (begins("#cloud-boothook"), Form::Boothook),
        (begins("#cloud-config\n"), Form::CloudConfig),
        (begins("#include"), Form::Include),
        // Anywhere, so a script that writes a mail is taken for one.
        (text.contains("Content-Type: multipart/mixed"), Form::Multipart),
        (begins("#part-handler"), Form::PartHandler),
        (begins("#ps1"), Form::PowerShell),
        (begins("#!"), Form::Script),
        (begins("#upstart-job"), Form::UpstartJob),
        (begins("## template: jinja\n"), Form::Jinja),
        (begins("{") || begins("["), Form::Json),
    ];
    forms.into_iter().find_map(|(fits, form)| fits.then_some(form))
}

fn check_as(form: Form, text: &str) -> Result<(), String> {
    match form {
        Form::CloudConfig => check_yaml(text),
        Form::Multipart => parts(text).into_iter().try_for_each(check_part),
        Form::PowerShell if !has_line(text, "#ps1", is_power_shell) => Err(NO_POWER_SHELL.to_owned()),
        Form::Script if !has_line(text, "#!", is_program) => Err(NO_SCRIPT.to_owned()),
        Form::Jinja if !text.starts_with("## template: jinja\n") => Err(NO_POWER_SHELL.to_owned()),
        Form::Json => serde_json::from_str::<serde::de::IgnoredAny>(text)
            .map(|_| ())
            .map_err(|error| format!("Contains invalid JSON: {error}")),
        _ => Ok(()),
    }
}

/// Reads the first document; the service's reader did not look behind it.
fn check_yaml(text: &str) -> Result<(), String> {
    let read = yaml::documents(text).next().map_or(Ok(Vec::new()), |document| document.read());
    read.map(|_| ()).map_err(|error| {
        let yaml::SyntaxError { position, flaw } = error;
        format!("Contains invalid YAML at line {}, column {}: {}", position.line, position.column, flaw.what)
    })
}

/// Whether some line, its end included, begins so and goes on as it should. Any line will do, as in the checker's
/// regular expressions, where `^` is the beginning of a line.
fn has_line(text: &str, prefix: &str, fits: fn(&str) -> bool) -> bool {
    let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    lines.any(|line| line.strip_prefix(prefix).is_some_and(fits))
}

/// `\S.+`
fn is_program(rest: &str) -> bool {
    let mut characters = rest.chars();
    characters.next().is_some_and(|first| !first.is_whitespace()) && characters.next().is_some()
}

/// `\S*`
fn is_power_shell(rest: &str) -> bool {
    !rest.contains(char::is_whitespace)
}

/// A MIME part: its type and its body, as it was encoded.
type Part<'a> = (Option<String>, &'a str);

/// Checks a part by its type. It is not decoded before, so a script in base64 was refused.
fn check_part((kind, body): Part<'_>) -> Result<(), String> {
    let form = match kind.as_deref() {
        Some("text/cloud-boothook") => Form::Boothook,
        Some("text/cloud-config") => Form::CloudConfig,
        Some("text/x-include-url" | "text/x-include-once-url") => Form::Include,
        // Its headers are not in its body, so nothing was found in it.
        Some("multipart/mixed") => return Ok(()),
        Some("text/part-handler") => Form::PartHandler,
        Some("text/power-shell") => Form::PowerShell,
        Some("text/x-shellscript") => Form::Script,
        Some("text/upstart-job") => Form::UpstartJob,
        Some("text/jinja") => Form::Jinja,
        Some("application/json") => Form::Json,
        other => return Err(format!("Userdata format for mime type {} not found", other.unwrap_or_default())),
    };
    check_as(form, body)
}

/// The parts of a MIME text; none where no header names a boundary.
fn parts(text: &str) -> Vec<Part<'_>> {
    let (head, body) = split_head(text);
    let Some(boundary) = header(head, "content-type").and_then(|value| parameter(&value, "boundary")) else {
        return Vec::new();
    };
    let (opening, closing) = (format!("--{boundary}"), format!("--{boundary}--"));
    let (mut found, mut start, mut end) = (Vec::new(), None, 0);
    for line in body.split_inclusive('\n') {
        let (begin, content) = (end, line.trim_end());
        end += line.len();
        if content == opening || content == closing {
            found.extend(start.and_then(|start| body.get(start..begin)));
            start = (content == opening).then_some(end);
        }
    }
    found.extend(start.and_then(|start| body.get(start..)));
    let part = |text| {
        let (head, body) = split_head(text);
        let kind = header(head, "content-type");
        (kind.and_then(|value| Some(value.split(';').next()?.trim().to_lowercase())), body)
    };
    found.into_iter().map(part).collect()
}

/// Cuts a text at its first empty line.
fn split_head(text: &str) -> (&str, &str) {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            return (&text[..end], &text[end + line.len()..]);
        }
        end += line.len();
    }
    (text, "")
}

/// The value of a header, with its folded lines.
fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines();
    let value = lines.find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value)
    })?;
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(std::iter::once(value).chain(folded).collect())
}

/// The value of a parameter of a header, without its quotes.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        check(text).expect_err(text)
    }

    #[test]
    fn each_form_is_known_by_its_beginning() {
        for (text, form) in [
            ("", Form::Blank),
            (" \r\n\t\u{a0}", Form::Blank),
            ("#cloud-boothook\nanything", Form::Boothook),
            ("#cloud-config\n", Form::CloudConfig),
            ("#cloud-config\nruncmd:\n- [ls, -l]\nwrite_files:\n- content: !!binary |\n    aGk=\n", Form::CloudConfig),
            ("#cloud-config\na: 1\n---\na: [\n", Form::CloudConfig),
            ("#include\nhttps://example.com/more", Form::Include),
            ("#include-once\nhttps://example.com/more", Form::Include),
            ("#part-handler\n", Form::PartHandler),
            ("#ps1\nWrite-Host", Form::PowerShell),
            ("#ps1_sysnative\nWrite-Host", Form::PowerShell),
            ("#!/bin/bash\necho hello", Form::Script),
            ("#! /bin/bash\n#!/bin/bash\n", Form::Script),
            ("#!ipxe\nchain http://example.com/", Form::Script),
            ("#upstart-job\n", Form::UpstartJob),
            ("## template: jinja\n#cloud-config\na: {{ b }}\n", Form::Jinja),
            ("{\"ignition\": {\"version\": \"3.0.0\"}}", Form::Json),
            ("[]", Form::Json),
        ] {
            assert_eq!(check(text), Ok(form), "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_not_recognised() {
        for text in [
            "hello",
            "a: 1\n",
            "#cloud-config",
            "#cloud-config\r\na: 1\r\n",
            " #!/bin/bash\n",
            "\u{feff}#!/bin/bash\n",
            "I2Nsb3VkLWNvbmZpZwo=",
            "## template: jinja",
            "#image_repo=https://example.com/image.git\n#image_tag=1\n",
            "\u{1f}\u{8b}",
        ] {
            assert_eq!(refused(text), "Unrecognized userdata format", "{text:?}");
        }
    }

    #[test]
    fn what_a_form_forbids_is_told_in_the_services_words() {
        for text in ["#!/bin/bash", "#!", "#!\n", "#! /bin/bash\n", "#!x\n"] {
            let expected = "Script is not a properly formatted to call an executable on line 1";
            assert_eq!(refused(text), expected, "{text:?}");
        }
        assert_eq!(refused("#ps1"), "Script is not properly formatted to call an executable on line 1");
        assert_eq!(refused("#ps1 -x\n"), "Script is not properly formatted to call an executable on line 1");
        assert!(
            refused("#cloud-config\na:\n  b: 1\n\tc: 2\n").starts_with("Contains invalid YAML at line 4, column 1: ")
        );
        assert!(refused("{\"a\": }").starts_with("Contains invalid JSON: "));
    }

    /// A MIME text with parts of these types.
    fn multipart(parts: &[(&str, &str)]) -> String {
        let parts = parts.iter().map(|(kind, body)| {
            format!("--=limit=\r\nMIME-Version: 1.0\r\nContent-Type: {kind}; charset=\"us-ascii\"\r\n\r\n{body}\r\n")
        });
        let head =
            "From nobody Tue Feb 23 00:00:00 2016\r\nContent-Type: multipart/mixed;\r\n boundary=\"=limit=\"\r\n";
        format!("{head}MIME-Version: 1.0\r\n\r\nnot read\r\n{}--=limit=--\r\nnot read", parts.collect::<String>())
    }

    #[test]
    fn each_part_of_a_mime_text_is_checked_by_its_type() {
        let script = ("Text/X-ShellScript", "#!/bin/bash\necho hello\n");
        let config = ("text/cloud-config", "a: 1\nb: 2\n");
        assert_eq!(check(&multipart(&[script, config])), Ok(Form::Multipart));
        assert_eq!(check(&multipart(&[("multipart/mixed", "--x\n")])), Ok(Form::Multipart));
        // The parts are not decoded.
        assert!(
            refused(&multipart(&[config, ("text/x-shellscript", "IyEvYmluL2Jhc2gK")])).starts_with("Script is not a")
        );
        assert!(refused(&multipart(&[script, ("text/cloud-config", "a: [")])).starts_with("Contains invalid YAML"));
        assert!(refused(&multipart(&[("text/jinja", "#cloud-config\n")])).starts_with("Script is not properly"));
        assert_eq!(
            refused(&multipart(&[script, ("text/plain", "x")])),
            "Userdata format for mime type text/plain not found"
        );
        let unclosed = "Content-Type: multipart/mixed; boundary=b\n\n--b\nX: y\n\nx";
        assert_eq!(refused(unclosed), "Userdata format for mime type  not found");
        // Whoever only mentions it has no parts.
        assert_eq!(check("#!/bin/sh\n\necho Content-Type: multipart/mixed\n"), Ok(Form::Multipart));
        assert_eq!(check("Content-Type: multipart/mixed"), Ok(Form::Multipart));
    }

    #[test]
    fn a_network_boot_and_an_image_of_ones_own_are_seen() {
        assert!(is_ipxe("#!ipxe\nboot\n") && !is_ipxe("#!/bin/sh\n#!ipxe\n"));
        let text = "#cloud-config\n#image_repo=https://example.com/images.git\n# comment\n#image_tag= v1 \n";
        let image = custom_image(text).expect("it names one");
        assert_eq!((image.repository, image.tag), (Some("https://example.com/images.git"), Some("v1")));
        assert_eq!(
            custom_image("#cloud-config\n#image_url=https://x/y\n").and_then(|image| image.url),
            Some("https://x/y")
        );
        assert_eq!(custom_image("#cloud-config\n#image_tag=v1\n#image_repository=x\n#image_repo=\n"), None);
    }
}
