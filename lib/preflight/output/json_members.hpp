#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/output/summary/rule_counts.hpp>
#include <preflight/output/summary/skipped_entries.hpp>
#include <preflight/report.hpp>
#include <preflight/text/json_string.hpp>

namespace preflight::writers {

/// Appends `"key":value` members to an object that is being written; null where a value is not known. Keys are
/// literals, whose length the compiler knows, or anything else that needs no escape.
template <class Out>
class json_members {
 public:
  explicit json_members(Out& out) : out_{out} {}

  template <std::size_t N>
  void text(const char (&key)[N], std::string_view value) {
    name(key);
    append_json_string(out_, value);
  }
  template <std::size_t N>
  void text_or_null(const char (&key)[N], std::string_view value) {
    value.empty() ? null(key) : text(key, value);
  }
  /// For a value of ours that needs no escape either.
  template <std::size_t N>
  void word(const char (&key)[N], std::string_view value) {
    name(key);
    out_ += '"';
    out_ += value;
    out_ += '"';
  }
  template <std::size_t N>
  void word_or_null(const char (&key)[N], std::string_view value) {
    value.empty() ? null(key) : word(key, value);
  }
  template <std::size_t N, class T>
  void number(const char (&key)[N], T value) {
    name(key);
    append_json_number(out_, value);
  }
  template <std::size_t N, class T>
  void number_or_null(const char (&key)[N], const std::optional<T>& value) {
    value ? number(key, *value) : null(key);
  }
  template <class T>
  void number(std::string_view key, T value) {
    put_name(key);
    append_json_number(out_, value);
  }
  /// Where 0 stands for "not known".
  template <std::size_t N, class T>
  void number_unless_zero(const char (&key)[N], T value) {
    value != 0 ? number(key, value) : null(key);
  }
  template <std::size_t N>
  void truth_or_null(const char (&key)[N], const std::optional<bool>& value) {
    name(key);
    out_ += !value ? std::string_view{"null"} : *value ? std::string_view{"true"} : std::string_view{"false"};
  }
  template <std::size_t N>
  void null(const char (&key)[N]) {
    name(key);
    out_ += std::string_view{"null"};
  }
  template <std::size_t N>
  void name(const char (&key)[N]) {
    put_name(std::string_view{key, N - 1});
  }
  void name(std::string_view key) { put_name(key); }
  void close() { out_ += is_begun_ ? std::string_view{"}"} : std::string_view{"{}"}; }

 private:
  [[gnu::always_inline]] void put_name(std::string_view key) {
    out_ += std::string_view{is_begun_ ? ",\"" : "{\"", 2};
    out_ += key;
    out_ += std::string_view{"\":"};
    is_begun_ = true;
  }

  Out& out_;
  bool is_begun_ = false;
};

template <class Out>
void append_finding(Out& out, const finding& finding) {
  json_members members{out};
  members.word("rule", finding.rule->id);
  members.word("severity", name_of(finding.severity));
  members.text("message", finding.message.text());
  members.text_or_null("actual", finding.actual.text());
  members.text_or_null("limit", finding.limit.text());
  members.number_or_null("offset", finding.offset);
  members.text_or_null("fix", finding.fix.text());
  members.close();
}

template <class Out>
void append_findings(json_members<Out>& members, Out& out, std::span<const finding> findings) {
  members.name("findings");
  out += '[';
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (i > 0) {
      out += ',';
    }
    append_finding(out, findings[i]);
  }
  out += ']';
}

template <class Out>
void append_path(json_members<Out>& members, Out& out, std::string_view path) {
  members.text("path", path);
  if (!is_utf8(path)) {
    members.name("path_base64");
    append_json_base64(out, path);
  }
}

inline void append_texts(json_members<std::string>& members, std::string_view key, std::span<const std::string> texts,
                         std::string& out) {
  members.name(key);
  std::string_view separator = "[";
  for (const std::string& text : texts) {
    out += separator;
    append_json_string(out, text);
    separator = ",";
  }
  out += texts.empty() ? "[]" : "]";
}

inline void append_skipped(json_members<std::string>& members, const skipped_entries& skipped, std::string& out) {
  members.name("skipped");
  json_members inner{out};
  for (std::size_t i = 0; i < skip_reasons.size(); ++i) {
    inner.number(skip_reasons[i].key, skipped.counts[i]);
  }
  if (!skipped.paths.empty()) {
    inner.name("paths");
    std::string_view separator = "[";
    for (const auto& [path, reason] : skipped.paths) {
      out += separator;
      json_members entry{out};
      append_path(entry, out, path);
      entry.word("reason", skip_reasons[static_cast<std::size_t>(reason)].key);
      entry.close();
      separator = ",";
    }
    out += ']';
  }
  inner.close();
}

/// How many files have a finding of each rule; rules without one are left out.
inline void append_rule_counts(json_members<std::string>& members, std::string& out,
                               std::span<const rule_count> findings) {
  members.name("rules");
  json_members counts{out};
  for (const rule_count& count : findings) {
    counts.number(count.rule->id, count.findings);
  }
  counts.close();
}

}  // namespace preflight::writers
