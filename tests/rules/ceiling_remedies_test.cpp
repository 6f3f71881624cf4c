#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/rules/integrity/over_budget.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/png.hpp"

namespace {

using crafted::bytes;
using preflight::budget;

/// A file and the ceiling it hits.
struct ceiling_case {
  bytes file;
  budget ceilings;
  std::string_view remedy;  ///< the word of the row that is to help
};

std::vector<ceiling_case> ceiling_cases() {
  const bytes movie = crafted::mp4::moov_first({.tracks = {crafted::mp4::video()}});
  const bytes jpeg = crafted::jpeg::picture();
  const auto behind_soi = [&](const bytes& more) { return crafted::cut(jpeg, 2) + more + crafted::from(jpeg, 2); };
  crafted::mp4::movie nine;
  nine.tracks.assign(9, crafted::mp4::video());
  return {
      {crafted::png::picture(), {.units = 1}, "chunks"},
      {crafted::png::picture(), {.pixels = 1}, "pixels"},
      {crafted::gif::picture(), {.units = 1}, "GIF blocks"},
      {jpeg, {.segments = 1}, "segments"},
      {behind_soi(bytes{}.repeat(70'000, 0xFF)), {}, "between the marker"},
      {behind_soi(crafted::jpeg::segment(0xEF, crafted::zeros(60'000))), {.bytes = 1}, "bytes"},
      {movie, {.units = 1}, "boxes"},
      {movie, {.depth = 1}, "boxes"},
      {movie, {.table_entries = 1}, "samples"},
      {movie, {.pixels = 1}, "pixels"},
      {crafted::mp4::moov_first(nine), {}, "video tracks"},
  };
}

/// What decoders say, as it stands in their sources, up to where a number follows.
struct decoder_sentence {
  std::string_view words;
  std::string_view remedy;
};

constexpr std::array decoder_sentences{
    decoder_sentence{"all frames together have too many pixels", "all frames together"},
    decoder_sentence{"a frame has too many pixels", "pixels"},
    decoder_sentence{"the picture has too many pixels", "pixels"},
    decoder_sentence{"the video has too many pixels", "pixels"},
    decoder_sentence{"decoding takes too much processor time", "processor time"},
    decoder_sentence{"decoding takes too long", "takes too long"},
    decoder_sentence{"the video has too many samples", "the video has"},
    decoder_sentence{"the video has too many frames", "the video has"},
    decoder_sentence{"the file has too many samples", "samples"},
    decoder_sentence{"the file has too many packets", "packets"},
    decoder_sentence{"too many scans", "scans"},
    decoder_sentence{"the coefficients of a picture in several scans take too many bytes of memory", "scans"},
    decoder_sentence{"decoding takes too much memory", "memory"},
    decoder_sentence{"the frames needed at once take too much memory", "memory"},
    decoder_sentence{"two rows of the picture take too many bytes of memory", "memory"},
    decoder_sentence{"too many frames", "frames"},
};

std::string_view remedy_for(std::string_view word) {
  const auto& rows = preflight::rules::ceiling_remedies;
  const auto* const row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.word == word; });
  REQUIRE(row != rows.end());
  return row->what_to_do;
}

std::string advice_against(std::string_view sentence) {
  preflight::finding said;
  preflight::rules::advise_against(sentence, said);
  return std::string{said.fix.text()};
}

std::string sources() {
  std::string all;
  for (const char* const folder : {"lib", "tools"}) {
    const auto root = std::filesystem::path{preflight::test::project_folder} / folder;
    for (const auto& each : std::filesystem::recursive_directory_iterator{root}) {
      if (each.path().extension() == ".hpp" || each.path().extension() == ".cpp") {
        std::ifstream in{each.path()};
        all.append(std::istreambuf_iterator<char>{in}, {});
      }
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a file that hits a ceiling of reading is told what helps against that one") {
  for (const ceiling_case& each : ceiling_cases()) {
    INFO(each.remedy);
    preflight::memory_source from{each.file};
    const auto probed = preflight::engine::probe(from, preflight::depth::structure, each.ceilings);
    REQUIRE(probed);
    const preflight::fault* const ceiling = probed->file.faults.first(preflight::fault_kind::over_budget);
    REQUIRE(ceiling != nullptr);
    CAPTURE(ceiling->what);
    preflight::report out;
    preflight::engine::judge({.file = probed->file, .name = "a"}, preflight::destinations::zoom_background, {}, out);
    const preflight::finding* const said = out.first("over-budget");
    REQUIRE(said != nullptr);
    CHECK(said->fix.text() == remedy_for(each.remedy));
  }
}

TEST_CASE("what decoders say of ceilings stands in their sources, and is told what helps") {
  const std::string all = sources();
  for (const decoder_sentence& each : decoder_sentences) {
    CAPTURE(each.words);
    CHECK(all.find('"' + std::string{each.words}) != std::string::npos);
    CHECK(advice_against(each.words) == remedy_for(each.remedy));
  }
}

TEST_CASE("every remedy against a ceiling is one for something that is said") {
  std::set<std::string_view> used;
  for (const ceiling_case& each : ceiling_cases()) {
    used.insert(each.remedy);
  }
  for (const decoder_sentence& each : decoder_sentences) {
    used.insert(each.remedy);
  }
  for (const preflight::rules::ceiling_remedy& each : preflight::rules::ceiling_remedies) {
    CAPTURE(each.word);
    CHECK(used.contains(each.word));
  }
}
