#include <algorithm>
#include <cstdint>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/catalogue.hpp"

namespace {

std::string text_of(preflight::extent size) { return std::to_string(size.width) + 'x' + std::to_string(size.height); }

std::string text_of(const std::set<std::string_view>& rules) {
  std::string all;
  for (const std::string_view rule : rules) {
    all.append(all.empty() ? "" : " ").append(rule);
  }
  return all;
}

std::set<std::string_view> fired_rules(const preflight::report& report) {
  std::set<std::string_view> rules;
  for (const preflight::finding& finding : report.findings()) {
    rules.insert(finding.rule->id);
  }
  return rules;
}

struct judged_row {
  preflight::report report;
  std::uint64_t bytes_read = 0;
};

judged_row judge(const crafted::row& row, preflight::depth level,
                 const preflight::destination& destination = preflight::destinations::zoom_background) {
  crafted::layout_source source{row.file};
  // Not by check(), which reads what its size alone refuses no further than its headers.
  const preflight::result<preflight::probe_result> probed = preflight::engine::probe(source, level);
  preflight::report report;
  report.file = probed ? probed->file : preflight::facts{};
  report.bytes_read = probed ? probed->bytes_read : 0;
  preflight::engine::judge({report.file, row.file_name(), probed ? nullptr : &probed.error()}, destination, {}, report);
  return {report, source.bytes_read()};
}

}  // namespace

TEST_CASE("every crafted file gets the right answer") {
  for (const crafted::row& row : crafted::catalogue()) {
    INFO(row.file_name() << ", " << row.file.size << " bytes");
    const judged_row whole = judge(row, preflight::depth::structure);
    const preflight::facts& facts = whole.report.file;
    for (const preflight::finding& finding : whole.report.findings()) {
      UNSCOPED_INFO(finding.rule->id << ": " << finding.message.text());
    }
    CHECK(preflight::name_of(facts.format) == preflight::name_of(row.expected));
    CHECK(text_of(facts.coded) == text_of(row.coded));
    CHECK(text_of(facts.display()) == text_of(row.display.value_or(row.coded)));
    CHECK(text_of(fired_rules(whole.report)) == text_of({row.rules.begin(), row.rules.end()}));
    CHECK((row.holds == nullptr || row.holds(facts)));
    for (const preflight::finding& finding : whole.report.findings()) {
      CHECK(finding.severity == finding.rule->severity);
    }
    CHECK(whole.report.bytes_read == whole.bytes_read);
    if (row.most_read_at_structure > 0) {
      CHECK(whole.bytes_read <= row.most_read_at_structure);
    }
  }
}

TEST_CASE("reading only the header of a crafted file tells nothing that reading on would take back") {
  for (const crafted::row& row : crafted::catalogue()) {
    INFO(row.file_name());
    const judged_row header = judge(row, preflight::depth::header);
    const std::set<std::string_view> early = fired_rules(header.report);
    const std::set<std::string_view> late(row.rules.begin(), row.rules.end());
    CHECK(preflight::name_of(header.report.file.format) == preflight::name_of(row.expected));
    CHECK(text_of(header.report.file.coded) == text_of(row.coded));
    if (row.name == "gif_frame_bigger_than_screen" || row.name == "apng_of_5_frames_with_1") {
      continue;  // one pixel by one, or five frames, is all that the header says
    }
    INFO("at header " << text_of(early) << ", at structure " << text_of(late));
    CHECK(std::includes(late.begin(), late.end(), early.begin(), early.end()));
    if (row.most_read_at_header > 0) {
      CHECK(header.bytes_read <= row.most_read_at_header);
    }
  }
}

TEST_CASE("crafted files have names of their own and fire only rules there are") {
  std::set<std::string> names;
  for (const crafted::row& row : crafted::catalogue()) {
    INFO(row.file_name());
    CHECK(names.insert(row.file_name()).second);
    for (const std::string_view id : row.rules) {
      INFO(row.file_name() << " expects " << id);
      CHECK(std::any_of(preflight::engine::all_rules.begin(), preflight::engine::all_rules.end(),
                        [&](const preflight::file_rule* rule) { return rule->id == id; }));
    }
  }
}

TEST_CASE("no picture or video passes after it was converted as if it were text") {
  using crafted::bytes;
  // Each makes something of one byte; of those up to 7F only UTF-16 makes more than the byte itself.
  const auto utf_8 = [](unsigned char byte) {
    const unsigned value = byte;
    return byte < 0x80 ? bytes{byte} : bytes{}.u8(0xC0U | (value >> 6U)).u8(0x80U | (value & 0x3FU));
  };
  const auto converted = [](const bytes& file, const bytes& start, auto&& conversion) {
    bytes out = start;
    for (const unsigned char byte : file) {
      out.add(conversion(byte));
    }
    return out;
  };
  const auto with = [](const bytes& high) {
    return [high](unsigned char byte) { return byte < 0x80 ? bytes{byte} : high; };
  };
  const bytes mark{0xEF, 0xBB, 0xBF};
  for (const auto& [extension, file] : {std::pair{"png", crafted::png::picture()},
                                        {"jpg", crafted::jpeg::picture()},
                                        {"gif", crafted::gif::picture()},
                                        {"mp4", crafted::mp4::moov_first({.tracks = {crafted::mp4::video()}})}}) {
    const std::string name{extension};
    const bytes once = converted(file, {}, utf_8);
    const bytes little = converted(file, {0xFF, 0xFE}, [](unsigned char byte) { return bytes{}.u16le(byte); });
    const bytes big = converted(file, {0xFE, 0xFF}, [](unsigned char byte) { return bytes{}.u16(byte); });
    for (const auto& [conversion, result] :
         {std::pair{"UTF-8 with replacements", converted(file, {}, with({0xEF, 0xBF, 0xBD}))},
          {"the same behind a byte order mark", converted(file, mark, with({0xEF, 0xBF, 0xBD}))},
          {"Latin-1 as UTF-8", once},
          {"Latin-1 as UTF-8 behind a byte order mark", mark + once},
          {"Latin-1 as UTF-8 twice", converted(once, {}, utf_8)},
          {"question marks", converted(file, {}, with({'?'}))},
          {"bytes left out", converted(file, {}, with({}))},
          {"seven bits", converted(file, {}, [](unsigned char byte) { return bytes{}.u8(byte & 0x7FU); })},
          {"UTF-16", little},
          {"UTF-16, big-endian", big}}) {
      CAPTURE(name, conversion);
      const preflight::report report = judge({"converted", name, result}, preflight::depth::structure).report;
      CHECK(report.verdict() == preflight::verdict::fail);
    }
  }
}

TEST_CASE("a profile picture may have 2,000,000 bytes, 2,097,152 by another reading, and no more") {
  const auto rules_at = [](std::uint64_t size) {
    crafted::row row{"portrait", "png", crafted::png_of_size(size), preflight::format::png};
    std::set<std::string_view> rules =
        fired_rules(judge(row, preflight::depth::structure, preflight::destinations::zoom_picture).report);
    rules.erase("not-square");
    return text_of(rules);
  };
  CHECK(rules_at(1'999'999).empty());
  CHECK(rules_at(2'000'000).empty());
  CHECK(rules_at(2'000'001) == "file-size-ambiguous");
  CHECK(rules_at(2'097'152) == "file-size-ambiguous");
  CHECK(rules_at(2'097'153) == "file-too-large");
}
