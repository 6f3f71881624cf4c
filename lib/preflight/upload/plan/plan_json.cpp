#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

#include <nlohmann/json.hpp>

#include <preflight/output/json_members.hpp>
#include <preflight/text/base64.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/rules/every_rule.hpp>

namespace preflight::upload {
namespace {

using json = nlohmann::json;
using writers::json_members;

void append_item(std::string& out, const plan_item& item) {
  json_members members{out};
  members.text("action", action_name(item.action));
  members.text("target", text_of(item.target));
  members.text("purpose", name_of(item.what));
  writers::append_path(members, out, item.path);
  members.text_or_null("sha256", item.sha256);
  members.number("bytes", item.bytes);
  members.text_or_null("name", item.file_name);
  members.text_or_null("mime_type", item.mime_type);
  members.name("deletes");
  out += '[';
  for (const older_file& file : item.deletes) {
    out += &file == &item.deletes.front() ? "" : ",";
    json_members deletion{out};
    deletion.text("id", file.id);
    deletion.text("name", file.name);
    deletion.close();
  }
  out += ']';
  if (item.replaces_older) {
    members.truth_or_null("replaces_older", true);
  }
  members.number_or_null("same_as", item.same_as);
  members.text_or_null("zoom_id", item.zoom_id);
  members.number_unless_zero("line", item.line);
  members.number_unless_zero("http_status", item.http_status);
  members.number_or_null("code", item.code);
  members.text_or_null("message", item.message);
  writers::append_findings(members, out, item.findings);
  members.close();
}

constexpr std::array<std::string_view, 6> plan_keys{"media_preflight_plan", "made", "folder", "zoom_plan",
                                                    "calls_a_second",       "items"};
constexpr std::array<std::string_view, 18> item_keys{
    "action",  "target",         "purpose", "path",    "path_base64", "sha256",      "bytes", "name",    "mime_type",
    "deletes", "replaces_older", "same_as", "zoom_id", "line",        "http_status", "code",  "message", "findings"};
constexpr std::array<std::string_view, 2> older_file_keys{"id", "name"};
constexpr std::array<std::string_view, 7> finding_keys{"rule",  "severity", "message", "actual",
                                                       "limit", "offset",   "fix"};
constexpr std::array actions{upload_outcome::planned, upload_outcome::already_there, upload_outcome::refused,
                             upload_outcome::failed,  upload_outcome::queued,        upload_outcome::unknown};
constexpr std::array<std::string_view, actions.size()> action_names = [] {
  std::array<std::string_view, actions.size()> names{};
  std::ranges::transform(actions, names.begin(), action_name);
  return names;
}();

/// The fields of one object of the plan, which knows how to call itself in a complaint.
class field_reader {
 public:
  field_reader(const json& value, std::string name, std::span<const std::string_view> keys)
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

  [[noreturn]] void complain(const std::string& problem) const { throw plan_error{name_ + ' ' + problem}; }
  void require(bool is_good, std::string_view key, std::string_view form) const {
    if (!is_good) {
      throw plan_error{(name_ + ": '").append(key).append("' must be ").append(form)};
    }
  }

  /// nullptr where it is absent or null.
  [[nodiscard]] const json* at(std::string_view key) const {
    const auto field = value_->find(key);
    return field == value_->end() || field->is_null() ? nullptr : &*field;
  }
  [[nodiscard]] std::string text(std::string_view key) const {
    require(at(key) != nullptr, key, "a string");
    return text_or_empty(key);
  }
  [[nodiscard]] std::string text_or_empty(std::string_view key) const {
    const json* const field = at(key);
    require(field == nullptr || field->is_string(), key, "a string");
    return field == nullptr ? std::string{} : field->get<std::string>();
  }
  template <class T = std::uint64_t>
  [[nodiscard]] std::optional<T> number(std::string_view key, std::string_view form = "a whole number",
                                        T max = std::numeric_limits<T>::max()) const {
    const json* const field = at(key);
    if (field == nullptr) {
      return std::nullopt;
    }
    const bool fits = field->is_number_unsigned() ? field->get<std::uint64_t>() <= static_cast<std::uint64_t>(max)
                                                  : field->is_number_integer() && std::is_signed_v<T>;
    require(fits, key, form);
    return field->get<T>();
  }
  /// An array, or one without members.
  [[nodiscard]] const json& list(std::string_view key) const {
    static const json nothing = json::array();
    const json* const field = at(key);
    require(field == nullptr || field->is_array(), key, "a list");
    return field == nullptr ? nothing : *field;
  }
  /// The place of a string among those that are allowed.
  [[nodiscard]] std::size_t choice(std::string_view key, std::span<const std::string_view> names) const {
    const std::string name = text(key);
    const auto place = std::find(names.begin(), names.end(), name);
    if (place == names.end()) {
      std::string known;
      for (const std::string_view choice : names) {
        known += known.empty() ? "" : choice == names.back() ? " or " : ", ";
        known += choice;
      }
      complain("has an unknown " + std::string{key} + ", '" + escaped(name) + "'; use " + known);
    }
    return static_cast<std::size_t>(place - names.begin());
  }

 private:
  const json* value_;
  std::string name_;
};

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

finding finding_in(const json& value, const std::string& item) {
  const field_reader fields{value, "a finding of " + item, finding_keys};
  finding out;
  out.rule = any_rule_named(fields.text("rule"));
  if (out.rule == nullptr) {
    fields.complain("has an unknown rule, '" + escaped(fields.text("rule")) + "'");
  }
  out.severity = static_cast<severity>(fields.choice("severity", severity_names));
  out.message << fields.text("message");
  out.actual << fields.text_or_empty("actual");
  out.limit << fields.text_or_empty("limit");
  out.fix << fields.text_or_empty("fix");
  out.offset = fields.number("offset");
  return out;
}

older_file older_file_in(const json& value, const std::string& item) {
  const field_reader fields{value, "A file in 'deletes' of " + item, older_file_keys};
  older_file out{fields.text("id"), fields.text("name")};
  if (out.id.empty()) {
    fields.complain("has an empty id");
  }
  return out;
}

std::string path_in(const field_reader& fields) {
  std::string path = fields.text("path");
  if (const std::string bytes = fields.text_or_empty("path_base64"); !bytes.empty()) {
    const std::optional<std::string> decoded = from_base64(bytes);
    if (!decoded) {
      fields.complain("has an invalid 'path_base64'");
    }
    // Who agrees to a plan looks at the other one.
    std::array<std::string, 2> shown;
    append_json_string(shown[0], *decoded);
    append_json_string(shown[1], path);
    if (shown[0] != shown[1]) {
      fields.complain("has a 'path_base64' that differs from 'path'");
    }
    path = *decoded;
  }
  if (path.find('\0') != std::string::npos) {
    fields.complain("has a path with a NUL byte");
  }
  return path;
}

plan_item item_in(const json& value, std::size_t index) {
  const std::string name = "item " + std::to_string(index + 1);
  const field_reader fields{value, name, item_keys};
  plan_item out;
  out.action = actions[fields.choice("action", action_names)];
  out.target = parse_target(fields.text("target"));
  out.what = static_cast<purpose>(fields.choice("purpose", purpose_names));
  out.path = path_in(fields);
  out.sha256 = out.action == upload_outcome::planned ? fields.text("sha256") : fields.text_or_empty("sha256");
  if (!out.sha256.empty() && !is_sha256(out.sha256)) {
    fields.complain("has an invalid 'sha256' (must be 64 lower-case hexadecimal digits)");
  }
  out.bytes = fields.number("bytes").value_or(0);
  out.file_name = fields.text_or_empty("name");
  out.mime_type = fields.text_or_empty("mime_type");
  for (const json& file : fields.list("deletes")) {
    out.deletes.push_back(older_file_in(file, name));
  }
  if (const json* const replaces = fields.at("replaces_older")) {
    fields.require(replaces->is_boolean(), "replaces_older", "true or false");
    out.replaces_older = replaces->get<bool>();
  }
  if (const std::optional<std::uint64_t> same = fields.number("same_as")) {
    if (*same >= index) {
      fields.complain("has a 'same_as' that is not an earlier item");
    }
    out.same_as = static_cast<std::size_t>(*same);
  }
  out.zoom_id = fields.text_or_empty("zoom_id");
  out.line = fields.number("line").value_or(0);
  out.message = fields.text_or_empty("message");
  out.http_status = fields.number<std::uint16_t>("http_status", "a number from 0 to 999", 999).value_or(0);
  out.code = fields.number<std::int64_t>("code", "a 64-bit whole number");
  for (const json& finding : fields.list("findings")) {
    out.findings.push_back(finding_in(finding, name));
  }
  return out;
}

json document_in(std::string_view text) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    const std::string_view read = text.substr(0, std::min(text.size(), error.byte > 0 ? error.byte - 1 : 0));
    const auto line = std::count(read.begin(), read.end(), '\n') + 1;
    const std::size_t column = read.size() - (read.rfind('\n') + 1) + 1;
    throw plan_error{"invalid or truncated JSON at line " + std::to_string(line) + ", column " +
                     std::to_string(column)};
  } catch (const json::exception&) {
    throw plan_error{"a number in the JSON is too large"};
  }
}

}  // namespace

std::string write_plan(const plan& plan) {
  std::string out;
  json_members members{out};
  members.number("media_preflight_plan", plan_version);
  members.text("made", plan.made);
  members.text("folder", plan.folder);
  members.text("zoom_plan", name_of(plan.rates));
  members.number_or_null("calls_a_second", plan.calls_a_second);
  members.name("items");
  out += '[';
  for (std::size_t i = 0; i < plan.items.size(); ++i) {
    out += i > 0 ? ",\n" : "\n";
    append_item(out, plan.items[i]);
  }
  out += "\n]";
  members.close();
  out += '\n';
  return out;
}

plan read_plan(std::string_view text) {
  const json document = document_in(text);
  const field_reader fields{document, "the plan", plan_keys};
  const std::optional<std::uint64_t> version = fields.number("media_preflight_plan");
  if (!version) {
    fields.complain("is not a plan: it has no 'media_preflight_plan'");
  }
  if (*version != plan_version) {
    fields.complain("has format " + std::to_string(*version) + "; this program reads format " +
                    std::to_string(plan_version));
  }
  plan out;
  out.made = fields.text("made");
  out.folder = fields.text("folder");
  if (!out.folder.starts_with('/')) {
    fields.complain("has a folder that is not absolute");
  }
  out.rates = static_cast<zoom_plan>(fields.choice("zoom_plan", zoom_plan_names));
  out.calls_a_second = fields.number<std::uint32_t>("calls_a_second", "a number from 0 to 1000", 1'000);
  if (fields.at("items") == nullptr) {
    fields.complain("has no items");
  }
  for (const json& item : fields.list("items")) {
    out.items.push_back(item_in(item, out.items.size()));
  }
  return out;
}

}  // namespace preflight::upload
