#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include <nlohmann/json.hpp>

#include <preflight/text/base64.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/rules/every_rule.hpp>

namespace preflight::upload {
namespace {

using json = nlohmann::json;

constexpr std::array<std::string_view, 6> plan_keys{"media_preflight_plan", "made", "folder", "zoom_plan",
                                                    "calls_a_second",       "items"};
constexpr std::array<std::string_view, 16> item_keys{
    "action",    "target",  "purpose", "path",    "path_base64", "sha256", "bytes",   "name",
    "mime_type", "deletes", "same_as", "zoom_id", "http_status", "code",   "message", "findings"};
constexpr std::array<std::string_view, 2> older_file_keys{"id", "name"};
constexpr std::array<std::string_view, 7> finding_keys{"rule",  "severity", "message", "actual",
                                                       "limit", "offset",   "fix"};

/// One object of the plan, which knows how to call itself in a complaint.
class object {
 public:
  template <std::size_t N>
  object(const json& value, std::string name, const std::array<std::string_view, N>& keys)
      : value_{&value}, name_{std::move(name)} {
    if (!value.is_object()) {
      complain("is not an object");
    }
    for (const auto& [key, unused] : value.items()) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        complain("has an unknown key, '" + escaped(key) + "'");
      }
    }
  }

  [[noreturn]] void complain(const std::string& what) const { throw plan_error{name_ + ' ' + what}; }

  /// nullptr where it is absent or null.
  [[nodiscard]] const json* at(std::string_view key) const {
    const auto found = value_->find(key);
    return found == value_->end() || found->is_null() ? nullptr : &*found;
  }
  [[nodiscard]] std::string text(std::string_view key, bool must_be_there) const {
    const json* const found = at(key);
    if (found == nullptr && !must_be_there) {
      return {};
    }
    if (found == nullptr || !found->is_string()) {
      complain("has no string '" + std::string{key} + "'");
    }
    return found->get<std::string>();
  }
  [[nodiscard]] std::optional<std::uint64_t> count(std::string_view key) const {
    const json* const found = at(key);
    if (found == nullptr) {
      return std::nullopt;
    }
    if (!found->is_number_unsigned()) {
      complain("must give '" + std::string{key} + "' as a whole number");
    }
    return found->get<std::uint64_t>();
  }
  /// An array, or one without members.
  [[nodiscard]] const json& list(std::string_view key) const {
    static const json nothing = json::array();
    const json* const found = at(key);
    if (found != nullptr && !found->is_array()) {
      complain("must give '" + std::string{key} + "' as a list");
    }
    return found == nullptr ? nothing : *found;
  }

 private:
  const json* value_;
  std::string name_;
};

/// As a plan shows it.
std::string shown(std::string_view path) {
  std::string out;
  append_json_string(out, path);
  return out;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

finding finding_in(const json& value, const std::string& name) {
  const object from{value, "a finding of " + name, finding_keys};
  finding out;
  out.rule = any_rule_named(from.text("rule", true));
  if (out.rule == nullptr) {
    from.complain("has an unknown rule, '" + escaped(from.text("rule", true)) + "'");
  }
  const std::string severity = from.text("severity", true);
  const auto known = std::find(severity_names.begin(), severity_names.end(), severity);
  if (known == severity_names.end()) {
    from.complain("has an unknown severity");
  }
  out.severity = static_cast<preflight::severity>(known - severity_names.begin());
  out.message << from.text("message", true);
  out.actual << from.text("actual", false);
  out.limit << from.text("limit", false);
  out.fix << from.text("fix", false);
  out.offset = from.count("offset");
  return out;
}

upload_outcome action_in(const object& from) {
  const std::string action = from.text("action", true);
  const std::optional<upload_outcome> named = action == "send" ? upload_outcome::planned : upload_outcome_named(action);
  if (!named || (*named == upload_outcome::planned && action != "send") || *named == upload_outcome::sent) {
    from.complain("has an unknown action, '" + escaped(action) +
                  "'; use send, already-there, refused, failed, queued or unknown");
  }
  return *named;
}

void read_response(const object& from, plan_item& out) {
  out.zoom_id = from.text("zoom_id", false);
  out.message = from.text("message", false);
  const std::uint64_t status = from.count("http_status").value_or(0);
  if (status > 999) {
    from.complain("has an invalid 'http_status'");
  }
  out.http_status = static_cast<int>(status);
  if (const json* const code = from.at("code"); code != nullptr) {
    if (!code->is_number_integer() ||
        (code->is_number_unsigned() && code->get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())) {
      from.complain("must give 'code' as a 64-bit whole number");
    }
    out.code = code->get<long long>();
  }
}

plan_item item_in(const json& value, std::size_t index) {
  const std::string name = "item " + std::to_string(index + 1);
  const object from{value, name, item_keys};
  plan_item out;
  out.action = action_in(from);
  out.target = parse_target(from.text("target", true));
  const std::string what = from.text("purpose", true);
  const std::optional<purpose> known = purpose_named(what);
  if (!known) {
    from.complain("has an unknown purpose, '" + escaped(what) + "'; use background or picture");
  }
  out.what = *known;
  out.path = from.text("path", true);
  if (const std::string bytes = from.text("path_base64", false); !bytes.empty()) {
    const std::optional<std::string> path = from_base64(bytes);
    if (!path) {
      from.complain("has an invalid 'path_base64'");
    }
    // Who agrees to a plan looks at the other one.
    if (shown(*path) != shown(out.path)) {
      from.complain("has a 'path_base64' that differs from 'path'");
    }
    out.path = *path;
  }
  if (out.path.find('\0') != std::string::npos) {
    from.complain("has a path with a NUL byte");
  }
  out.sha256 = from.text("sha256", out.action == upload_outcome::planned);
  if (!out.sha256.empty() && !is_sha256(out.sha256)) {
    from.complain("has an invalid 'sha256' (must be 64 lower-case hexadecimal digits)");
  }
  out.bytes = from.count("bytes").value_or(0);
  out.file_name = from.text("name", false);
  out.mime_type = from.text("mime_type", false);
  for (const json& each : from.list("deletes")) {
    const object file{each, "A file in 'deletes' of " + name, older_file_keys};
    older_file read{file.text("id", true), file.text("name", true)};
    if (read.id.empty()) {
      file.complain("has an empty id");
    }
    out.deletes.push_back(std::move(read));
  }
  if (const std::optional<std::uint64_t> same = from.count("same_as")) {
    if (*same >= index) {
      from.complain("has a 'same_as' that is not an earlier item");
    }
    out.same_as = static_cast<std::size_t>(*same);
  }
  read_response(from, out);
  for (const json& each : from.list("findings")) {
    out.findings.push_back(finding_in(each, name));
  }
  return out;
}

}  // namespace

plan read_plan(std::string_view text) {
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    const std::string_view read = text.substr(0, std::min(text.size(), error.byte > 0 ? error.byte - 1 : 0));
    const auto line = std::count(read.begin(), read.end(), '\n') + 1;
    const std::size_t column = read.size() - (read.rfind('\n') + 1) + 1;
    throw plan_error{"invalid or truncated JSON at line " + std::to_string(line) + ", column " +
                     std::to_string(column)};
  } catch (const json::exception&) {
    throw plan_error{"a number in the JSON is too large"};
  }
  const object from{document, "the plan", plan_keys};
  const std::optional<std::uint64_t> version = from.count("media_preflight_plan");
  if (!version) {
    from.complain("is not a plan: it has no 'media_preflight_plan'");
  }
  if (*version != plan_version) {
    from.complain("has format " + std::to_string(*version) + "; this program reads format " +
                  std::to_string(plan_version));
  }
  plan out;
  out.made = from.text("made", true);
  out.folder = from.text("folder", true);
  if (!out.folder.starts_with('/')) {
    from.complain("has a folder that is not absolute");
  }
  const std::string rates = from.text("zoom_plan", true);
  const auto known = std::find(zoom_plan_names.begin(), zoom_plan_names.end(), rates);
  if (known == zoom_plan_names.end()) {
    from.complain("has an unknown Zoom plan, '" + escaped(rates) + "'; use free, pro or business");
  }
  out.rates = static_cast<zoom_plan>(known - zoom_plan_names.begin());
  if (const std::optional<std::uint64_t> calls = from.count("calls_a_second")) {
    if (*calls > 1'000) {
      from.complain("must give 'calls_a_second' as a number from 0 to 1000");
    }
    out.calls_a_second = static_cast<std::uint32_t>(*calls);
  }
  if (from.at("items") == nullptr) {
    from.complain("has no items");
  }
  for (const json& each : from.list("items")) {
    out.items.push_back(item_in(each, out.items.size()));
  }
  return out;
}

}  // namespace preflight::upload
