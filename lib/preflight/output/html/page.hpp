#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/output/html/file_card.hpp>
#include <preflight/output/html/page_script.hpp>
#include <preflight/output/html/page_style.hpp>
#include <preflight/output/project.hpp>
#include <preflight/output/text_lines.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/rules/all.hpp>
#include <preflight/text/digit_grouping.hpp>
#include <preflight/text/formats/xml_string.hpp>

namespace preflight::writers {

/// SHA-256 of the two texts in base64: nothing else may run, or be applied, whatever a name contains.
inline constexpr std::string_view page_style_hash = "qsIH+ISBidto+CIUmRAja3C2zmL4rOE92pfaDRQ6l7E=";
inline constexpr std::string_view page_script_hash = "3sub6GBPC6GwuG/LB7nBK6UtcjMTVO469zcxgoBfjNs=";

/// For all cards together. Of more, thumbnails are left out first, then the cards of files that pass, then those with
/// warnings.
inline constexpr std::size_t max_card_bytes = std::size_t{16} * 1024 * 1024;

/// The cards that are shown: those of the worst verdict first, and each in the order of their paths.
class shown_cards {
 public:
  explicit shown_cards(std::string_view cards) {
    std::array<std::size_t, 3> sizes{};
    std::size_t thumbnails = 0;
    for_each_card(cards, [&](std::size_t place, std::string_view card) {
      const std::size_t thumbnail = thumbnail_of(card).size();
      thumbnails += thumbnail;
      sizes[place] += card.size() - thumbnail;
    });
    std::array<std::size_t, 3> room{};
    std::size_t left = max_card_bytes;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      room[i] = std::min(left, sizes[i]);
      left -= room[i];
    }
    const bool shows_thumbnails = thumbnails <= left;
    for_each_card(cards, [&](std::size_t place, std::string_view card) {
      const std::string_view thumbnail = thumbnail_of(card);
      if (card.size() - thumbnail.size() > room[place]) {
        room[place] = 0;  // or a shorter one further on would be shown
        ++omitted_;
        return;
      }
      room[place] -= card.size() - thumbnail.size();
      add(card, thumbnail, shows_thumbnails, parts_[place]);
    });
  }

  void append_to(std::string& out) const {
    for (const std::string& part : parts_) {
      out += part;
    }
  }
  [[nodiscard]] std::uint64_t omitted() const { return omitted_; }

 private:
  /// Each with its place by verdict, the worst first.
  template <class Function>
  static void for_each_card(std::string_view cards, const Function& function) {
    while (!cards.empty()) {
      const std::string_view line = cards.substr(0, std::min(cards.find('\n'), cards.size() - 1) + 1);
      cards.remove_prefix(line.size());
      const std::size_t place = line.front() == name_of(verdict::fail).front()   ? 0
                                : line.front() == name_of(verdict::warn).front() ? 1
                                                                                 : 2;
      function(place, line.substr(1));
    }
  }

  /// With the marks around it; empty where there is none.
  [[nodiscard]] static std::string_view thumbnail_of(std::string_view card) {
    const std::size_t begin = std::min(card.find(thumbnail_mark), card.size());
    const std::size_t end = card.find(thumbnail_mark, begin + 1);
    return end == std::string_view::npos ? std::string_view{} : card.substr(begin, end + 1 - begin);
  }

  static void add(std::string_view card, std::string_view thumbnail, bool shows_thumbnail, std::string& out) {
    if (thumbnail.empty()) {
      out += card;
      return;
    }
    const auto before = static_cast<std::size_t>(thumbnail.data() - card.data());
    out += card.substr(0, before);
    out += shows_thumbnail ? thumbnail.substr(1, thumbnail.size() - 2) : std::string_view{};
    out += card.substr(before + thumbnail.size());
  }

  std::array<std::string, 3> parts_;
  std::uint64_t omitted_ = 0;
};

/// "1,200 files"
inline void append_count(std::string& out, std::uint64_t count, std::string_view one, std::string_view many) {
  inline_string<32> number;
  number << digit_grouping{count};
  out.append(number.text()).append(" ").append(count == 1 ? one : many);
}

/// What a person wants to know first, in one sentence.
inline void append_headline(std::string& out, const run_summary& run) {
  if (run.files == 0) {
    out += "Nothing to check";
  } else if (run.failed > 0) {
    append_count(out, run.failed, "of ", "of ");
    append_count(out, run.files, "file ", "files ");
    out += run.failed == 1 ? "fails" : "fail";
  } else if (run.warned > 0) {
    append_count(out, run.files, "file passes, ", "files pass, ");
    inline_string<32> warned;
    warned << digit_grouping{run.warned};
    out.append(run.files == 1 ? "with warnings" : warned.text()).append(run.files == 1 ? "" : " with warnings");
  } else {
    out.append(run.files == 1 ? "The file passes" : "All ");
    if (run.files > 1) {
      append_count(out, run.files, "", "files pass");
    }
  }
}

/// The three parts of all files, side by side.
inline void append_tally(std::string& out, const run_summary& run) {
  constexpr std::uint64_t full = 10'000;
  if (run.files == 0) {
    return;
  }
  out += R"(<svg class="tally" viewBox="0 0 10000 8" preserveAspectRatio="none" aria-hidden="true">)";
  std::uint64_t at = 0;
  std::uint64_t sum = 0;
  for (const auto& [name, count] : {std::pair{"fail", run.failed}, {"warn", run.warned}, {"pass", run.passed}}) {
    sum += count;
    const auto end = static_cast<std::uint64_t>(static_cast<double>(sum) / static_cast<double>(run.files) * full);
    out.append("<rect class=\"").append(name).append("\" x=\"").append(std::to_string(at)).append("\" width=\"");
    out.append(std::to_string(end - at)).append("\" height=\"8\"/>");
    at = end;
  }
  out += "</svg>\n<dl class=\"counts\">";
  for (const auto& [name, count, noun] : {std::tuple{"fail", run.failed, "failed"},
                                          {"warn", run.warned, "with warnings"},
                                          {"pass", run.passed, "passed"}}) {
    inline_string<32> number;
    number << digit_grouping{count};
    out.append("<div class=\"").append(name).append("\"><dd>").append(number.text()).append("</dd><dt>");
    out.append(noun).append("</dt></div>");
  }
  out += "</dl>\n";
}

/// Which configurations decided, and what was not checked.
inline void append_page_notes(std::string& out, const run_summary& run, std::uint64_t omitted) {
  std::string notes;
  append_configurations(notes, run.configurations, 0);
  append_skipped(notes, run.skipped, 0);
  if (omitted > 0) {
    append_count(notes, omitted, "file is not shown, because the page would get too large.",
                 "files are not shown, because the page would get too large; passing files are left out first.");
    notes += '\n';
  }
  for (std::string_view rest = notes; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    out += "<p class=\"notes\">";
    append_xml(out, rest.substr(0, end));
    out += "</p>\n";
    rest.remove_prefix(end + 1);
  }
}

inline void append_masthead(std::string& out, const run_summary& run, std::uint64_t omitted) {
  out += R"(<header class="page masthead"><div class="brand"><strong>media-preflight</strong>)"
         R"(<div><button class="plain" id="help" type="button" hidden data-script>Keys</button>)"
         R"(<button class="plain" id="theme" type="button" hidden data-script>Theme</button></div></div>)"
         "\n<h1>";
  append_headline(out, run);
  out += "</h1>\n<p class=\"lead\">";
  if (!run.title.empty()) {
    out += "For ";
    append_xml(out, run.title);
  } else {
    out += "For several destinations";
  }
  if (run.shards > 0) {
    inline_string<64> shard;
    shard << ", shard " << digit_grouping{run.shard} << " of " << digit_grouping{run.shards};
    out += shard.text();
  }
  std::string elapsed;
  append_elapsed(elapsed, run.elapsed_seconds, {});
  out.append(elapsed, 0, elapsed.size() - 1).append("</p>\n");
  append_tally(out, run);
  append_page_notes(out, run, omitted);
  out += "</header>\n";
}

/// The rules that were broken: what findings of the same rule have in common.
inline void append_rule_reference(std::string& out, const run_summary& run) {
  const auto counts = run.findings.in_order(all_rules);
  if (counts.empty()) {
    return;
  }
  out +=
      "<section class=\"page reference\" aria-labelledby=\"rules\"><h2 id=\"rules\">What the rules mean</h2><div "
      "class=\"entries\">\n";
  for (const rule_count& count : counts) {
    out.append("<div id=\"rule-").append(count.rule->id).append("\"><h3 class=\"rule\">").append(count.rule->id);
    out += "</h3><p class=\"summary\">";
    append_xml(out, count.rule->summary);
    out += "</p><p>";
    append_xml(out, count.rule->why);
    out += "</p><p>";
    append_xml(out, count.rule->fix);
    out += "</p></div>\n";
  }
  out += "</div></section>\n";
}

inline void append_page_head(std::string& out, const run_summary& run) {
  out += "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n";
  out += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; base-uri 'none'; ";
  out.append("form-action 'none'; style-src 'sha256-").append(page_style_hash).append("'; script-src 'sha256-");
  out.append(page_script_hash)
      .append("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  out += "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n<title>";
  append_headline(out, run);
  out.append(" - media-preflight</title>\n<style>").append(page_style).append("</style></head>\n");
}

inline constexpr std::string_view page_tools =
    R"html(<div class="bar" role="search" hidden data-script><div class="page">
<div class="search"><input id="search" type="search" placeholder="Search names, rules and messages" aria-label="Search" autocomplete="off" spellcheck="false"><kbd>/</kbd></div>
<button class="plain" id="clear" type="button" hidden>Clear filters</button>
<span class="shown" id="shown" role="status"></span></div></div>
)html";

inline constexpr std::string_view page_keys =
    R"html(<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2>
<dl><dt><kbd>/</kbd></dt><dd>search</dd><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous file</dd>
<dt><kbd>c</kbd></dt><dd>copy the command of this file</dd><dt><kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd></dt><dd>failed, with warnings, passed</dd>
<dt><kbd>t</kbd></dt><dd>light or dark</dd><dt><kbd>Esc</kbd></dt><dd>clear all filters</dd></dl>
<button class="plain" type="button">Close</button></dialog>
)html";

inline void append_page(std::string& out, std::string_view cards, const run_summary& run) {
  const shown_cards shown{cards};
  append_page_head(out, run);
  out += "<body>\n<a class=\"skip\" href=\"#files\">Skip to the files</a>\n";
  append_masthead(out, run, shown.omitted());
  out += page_tools;
  out += R"(<div class="page columns alone"><aside class="facets" aria-label="Filters" hidden data-script></aside>)"
         "\n<main id=\"files\" tabindex=\"-1\"><h2 class=\"quiet\">Files</h2>\n";
  shown.append_to(out);
  out += R"(<div class="empty" id="empty" hidden><p>No file matches.</p><button class="plain" type="button">Clear )"
         "filters</button></div>\n</main></div>\n";
  append_rule_reference(out, run);
  out.append("<footer class=\"page foot\">media-preflight ").append(project_version).append("</footer>\n");
  out += page_keys;
  out += "<p class=\"quiet\" id=\"live\" role=\"status\"></p>\n<script>";
  out.append(page_script).append("</script>\n</body></html>\n");
}

}  // namespace preflight::writers
