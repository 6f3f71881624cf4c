#include "cli/pages/manual.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/pages/completion.hpp"
#include "cli/pages/help.hpp"

namespace preflight::cli {
namespace {

/// Text for roff: a hyphen that is typed, a backslash, and lines that begin like a request.
std::string roff(std::string_view text) {
  std::string out;
  bool starts_line = true;
  for (const char c : text) {
    if (starts_line && (c == '.' || c == '\'')) {
      out += "\\&";
    }
    out += c == '-' ? "\\-" : c == '\\' ? "\\e" : std::string{c};
    starts_line = c == '\n';
  }
  return out;
}

void append_option(std::string& out, const option& entry) {
  out += ".TP\n";
  if (entry.is_argument()) {
    out += fmt::format(".I {}\n{}\n", roff(entry.name), roff(entry.help));
    return;
  }
  std::vector<std::string> names;
  for (const std::string& spelling : spellings(entry)) {
    const bool has_value = !entry.is_flag() && spelling != entry.opposite;
    names.push_back(fmt::format("\\fB{}\\fR{}", roff(spelling),
                                has_value ? fmt::format(" \\fI{}\\fR", roff(entry.value)) : std::string{}));
  }
  out += fmt::format("{}\n{}\n", fmt::join(names, ", "), roff(entry.help));
}

/// A footer that is laid out keeps its lines.
void append_footer(std::string& out, std::string_view footer) {
  if (!footer.empty()) {
    const bool is_laid_out = footer.find('\n') != std::string_view::npos;
    out += is_laid_out ? fmt::format(".PP\n.nf\n{}\n.fi\n", roff(footer)) : fmt::format(".PP\n{}\n", roff(footer));
  }
}

constexpr std::string_view closing_sections = R"(.SH EXIT STATUS
.TP
.B 0
Success: no file fails.
.TP
.B 1
Some files fail, or were refused.
.TP
.B 2
The command could not run: wrong usage, a bad configuration, or nothing to check.
.TP
.B 3
Sending: some outcome is unknown or still queued.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR, \fBCLICOLOR\fR, \fBCLICOLOR_FORCE\fR, \fBFORCE_COLOR\fR
Colour, unless \fB\-\-color\fR decides; where none of them does, a terminal whose \fBTERM\fR is not dumb has it.
.TP
\fBGITHUB_STEP_SUMMARY\fR
With \fB\-\-output github\fR: the file to which a table of all findings is added.
.TP
\fBSLURM_ARRAY_TASK_ID\fR, \fBSLURM_ARRAY_TASK_MIN\fR, \fBSLURM_ARRAY_TASK_MAX\fR, \fBSLURM_ARRAY_TASK_COUNT\fR, \fBSLURM_ARRAY_TASK_STEP\fR
With \fB\-\-shard auto\fR in an array of Slurm: which part this is, and of how many.
.TP
\fBJOB_COMPLETION_INDEX\fR, \fBJOB_COMPLETION_COUNT\fR
The same in an indexed job of Kubernetes, which sets only the index; the job has to set the count.
.TP
\fBGIT_DIR\fR, \fBGIT_WORK_TREE\fR, \fBGIT_INDEX_FILE\fR and others of git
With \fB\-\-staged\fR and \fB\-\-changed\-since\fR: they mean what they mean to git, so both work in hooks.
.TP
\fBSUDO_UID\fR
Where root runs the check: whose configurations are trusted beside those of root.
.TP
\fBLD_LIBRARY_PATH\fR
The only variable that the decoding processes are given.
.TP
\fBZOOM_ACCESS_TOKEN\fR, or \fBZOOM_ACCOUNT_ID\fR, \fBZOOM_CLIENT_ID\fR and \fBZOOM_CLIENT_SECRET\fR
Credentials of the sending commands; with \fB_FILE\fR at the end of a name, the file that holds the value.
.TP
\fBZOOM_API_URL\fR, \fBZOOM_OAUTH_URL\fR
Where the sending commands find Zoom, or a stand\-in for it.
.TP
\fBSSL_CERT_FILE\fR
Certificate authorities that the sending commands trust, in place of those of the system.
.TP
\fBXDG_STATE_HOME\fR, \fBHOME\fR
The folder that holds the ledger unless \fB\-\-ledger\fR names it: XDG_STATE_HOME, else .local/state in HOME.
.SH FILES
.TP
.I media\-preflight.toml
Configuration of a folder and those below it.
.TP
.IR .gitignore ", " .ignore
What is left out of folders.
)";

}  // namespace

std::string manual_page(const command_line& program, std::span<const command_line> commands) {
  std::string out = fmt::format(
      ".TH MEDIA\\-PREFLIGHT 1 \"\" \"media\\-preflight {}\" \"User Commands\"\n.SH NAME\n"
      "media\\-preflight \\- check pictures and videos before an upload\n.SH SYNOPSIS\n",
      MEDIA_PREFLIGHT_VERSION);
  for (const command_line& command : commands) {
    out += fmt::format("{}{}\n", &command == commands.data() ? "" : ".br\n", roff(usage_line(command)));
  }
  out += fmt::format(".SH DESCRIPTION\n{}\n.SH COMMANDS\n", roff(program.summary));
  for (const command_line& command : commands) {
    out += fmt::format(".SS {}\n{}\n", roff(command.name), roff(command.summary));
    for (const option& entry : command.options) {
      append_option(out, entry);
    }
    append_footer(out, command.footer);
  }
  out += ".SH OPTIONS WITHOUT A COMMAND\n";
  for (const option& entry : program.options) {
    append_option(out, entry);
  }
  out += closing_sections;
  out += ".SH EXAMPLES\n";
  append_footer(out, program.footer);
  return out;
}

}  // namespace preflight::cli
