#include <algorithm>
#include <chrono>
#include <set>

#include <preflight/upload/endpoints.hpp>
#include <preflight/upload/plan.hpp>
#include <preflight/utf8.hpp>
#include <preflight/writers/json.hpp>

namespace preflight::upload {
namespace {

using writers::json_members;

void append_texts(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out += i > 0 ? "," : "";
    append_json_string(out, texts[i]);
  }
  out += ']';
}

void append_item(std::string& out, const plan_item& one) {
  json_members members{out};
  members.text("action", action_name(one.to_do));
  members.text("target", text_of(one.whose));
  members.text("purpose", name_of(one.what));
  members.text("path", one.path);
  if (!is_utf8(one.path)) {
    members.name("path_base64");
    append_json_base64(out, one.path);
  }
  members.text_or_null("sha256", one.sha256);
  members.number("bytes", one.bytes);
  members.text_or_null("name", one.file_name);
  members.text_or_null("mime_type", one.mime_type);
  members.name("deletes");
  append_texts(out, one.deletes);
  members.number_or_null("same_as", one.same_as);
  members.text_or_null("zoom_id", one.zoom_id);
  members.number_unless_zero("http_status", one.http_status);
  members.number_or_null("code", one.code);
  members.text_or_null("message", one.message);
  members.name("findings");
  out += '[';
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    out += i > 0 ? "," : "";
    writers::append_finding(out, one.findings[i]);
  }
  out += ']';
  members.close();
}

}  // namespace

std::string absolute(const std::string& folder, const std::string& path) {
  return path.starts_with('/') || folder.empty() ? path : folder + '/' + path;
}

std::string_view action_name(outcome to_do) { return to_do == outcome::planned ? "send" : name_of(to_do); }

plan_cost cost_of(const plan& of) {
  plan_cost out;
  std::set<target> listed;
  std::array<std::uint64_t, rate_label_names.size()> calls{};
  const auto count = [&](call which) { ++calls[static_cast<std::size_t>(endpoint_of(which).label)]; };
  for (const plan_item& each : of.items) {
    if (each.to_do != outcome::planned) {
      continue;
    }
    ++out.uploads;
    count(each.what == purpose::picture ? call::upload_picture : upload_call(each.whose.kind, each.what));
    if (each.what == purpose::background && listed.insert(each.whose).second) {
      ++out.listings;
      count(list_call(each.whose.kind));
    }
    if (!each.deletes.empty()) {
      ++out.deletions;
      count(delete_call(each.whose.kind, each.what));
    }
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const rate allowed = rate_of(static_cast<rate_label>(i), of.rates);
    const double in_a_second =
        of.calls_a_second ? *of.calls_a_second : allowed.calls / std::chrono::duration<double>(allowed.per).count();
    if (in_a_second > 0) {
      out.seconds = std::max(out.seconds, static_cast<double>(calls[i]) / in_a_second);
    }
    if (allowed.calls_a_day && calls[i] > 0) {
      out.days = std::max<std::uint64_t>(out.days, (calls[i] - 1) / *allowed.calls_a_day + 1);
    }
  }
  return out;
}

std::string write_plan(const plan& of) {
  std::string out;
  json_members members{out};
  members.number("media_preflight_plan", plan_version);
  members.text("made", of.made);
  members.text("folder", of.folder);
  members.text("zoom_plan", name_of(of.rates));
  members.name("items");
  out += '[';
  for (std::size_t i = 0; i < of.items.size(); ++i) {
    out += i > 0 ? ",\n" : "\n";
    append_item(out, of.items[i]);
  }
  out += "\n]";
  members.close();
  out += '\n';
  return out;
}

}  // namespace preflight::upload
