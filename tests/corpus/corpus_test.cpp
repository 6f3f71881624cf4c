// Holds the answers against files by others and what independent tools say of them: testdata/corpus, or the folder that
// MEDIA_PREFLIGHT_CORPUS names: files, and truth.tsv with at least the columns path, kind, verdict and dims.

#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "sniff/crafted/bytes.hpp"
#include "sniff/crafted/driving.hpp"

namespace {

using crafted::bytes;
using preflight::depth;
using preflight::format;
using preflight::test::project_folder;

/// What is wrong where nothing is.
const std::string no_problems;

/// Where our answer is another, on purpose. `path` may be a folder with its slash; `files` is how many of it differ.
struct exception {
  std::string_view path;
  std::string_view rule;  ///< that fires; for formats and sizes empty
  std::string_view reason;
  std::size_t files = 1;
};

constexpr std::array other_formats{
    exception{"files/Roughsketch+imagesize/tests/fuzz_crashes/crash-ca39d517056a4d8fa379976de55f06428c6e39fb", "",
              "the first box claims 7 bytes and has none for its own header (ISO 14496-12, 4.2)"},
    exception{"files/mozilla+mp4parse-rust/mp4parse/tests/clusterfuzz-testcase-minimized-mp4-6093954524250112", "",
              "letters of a box type after a size of 1 GiB in 56 bytes: as good as text (ISO 14496-12, 4.2)"},
    exception{"files/dvyukov+go-fuzz-corpus/bmp/corpus/1be6a01f2b6074af910f163112f9d3ea5ca94d30-1", "",
              "the size of the second header is none that there is (BITMAPINFOHEADER, biSize)"},
    exception{"files/apache+tika/tika-parsers/tika-parsers-standard/tika-parsers-standard-integration-tests/src/test/"
              "resources/test-documents/",
              "", "raw photographs, which are built like TIFF and are none", 5},
};

constexpr std::array other_sizes{
    exception{"files/image-size+image-size/specs/images/valid/png/sample_fried.png", "",
              "CgBI stands before IHDR: not a PNG that anything but Apple's software reads (PNG 5.6)"},
    exception{"files/image-rs+image-png/fuzz/corpus/decode/99498f9228359994f91e1da06446172f8095dccb", "",
              "a height above 2^31 - 1 is no height (PNG 7.1)"},
    exception{"files/image-rs+image-png/fuzz/corpus/decode/3c055425a84eda552f9e7696ca90900b156df31d", "",
              "a height above 2^31 - 1 is no height (PNG 7.1)"},
    exception{"files/image-rs+image-png/tests/bugfixes/x_issue#230.0.png", "",
              "a width above 2^31 - 1 is no width (PNG 7.1)"},
    exception{"files/image-rs+image-png/tests/bugfixes/x_issue#230.1.png", "",
              "a width above 2^31 - 1 is no width (PNG 7.1)"},
    exception{"files/debian+gst-plugins-bad1.0/tests/check/elements/uvch264demux_data/valid_h264_yuy2.mjpg", "",
              "H.264 in APP4 segments: as a JPEG it has no frame header, and so no size (T.81 B.2.1)"},
};

constexpr std::array broken_on_purpose{
    exception{"files/dvyukov+go-fuzz-corpus/gif/", "truncated",
              "cut in the middle, which gifsicle --info and ffmpeg let pass (GIF89a 27: the trailer ends the stream)",
              37},
    exception{"files/dvyukov+go-fuzz-corpus/gif/", "malformed", "an LZW code size of 204 (GIF89a, appendix F)"},
    exception{"files/google+wuffs/test/data/artificial-gif/no-frames.gif", "malformed",
              "a GIF without an image has nothing to show (GIF89a 20)"},
    exception{"files/google+wuffs/test/data/artificial-jpeg/hippopotamus-bad-comment-length.jpeg", "malformed",
              "a segment length below 2 (T.81 B.1.1.4)"},
    exception{"files/sindresorhus+file-type/fixture/", "malformed",
              "JPEG-LS is another standard (ISO 14495-1) and decoder", 4},
    exception{"files/python-pillow+Pillow/Tests/images/apng/syntax_num_frames_high.png", "malformed",
              "made to be wrong: acTL does not count the frames (PNG 11.3.6.1)"},
    exception{"files/python-pillow+Pillow/Tests/images/apng/syntax_num_frames_invalid.png", "malformed",
              "made to be wrong: acTL does not count the frames (PNG 11.3.6.1)"},
    exception{"files/python-pillow+Pillow/Tests/images/apng/syntax_num_frames_low.png", "malformed",
              "made to be wrong: acTL does not count the frames (PNG 11.3.6.1)"},
    exception{"files/python-pillow+Pillow/Tests/images/apng/syntax_num_frames_zero_default.png", "malformed",
              "made to be wrong: acTL does not count the frames (PNG 11.3.6.1)"},
    exception{"files/dvyukov+go-fuzz-corpus/jpeg/", "malformed",
              "a quantization table that nothing defines, which libjpeg refuses (T.81 B.2.4.1)", 3},
    exception{"files/Eyevinn+mp4ff/mp4/testdata/", "truncated",
              "initialization segments have no samples (ISO 14496-12, 8.8 and 8.16)", 3},
};

struct truth {
  std::string path, kind, verdict, dims;
  bytes file;
};

bytes file_content(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) {
    throw std::runtime_error{"cannot read " + path};
  }
  bytes content;
  content.assign(std::istreambuf_iterator<char>{in}, {});
  return content;
}

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> all;
  std::istringstream in{line};
  for (std::string column; std::getline(in, column, '\t');) {
    all.push_back(column);
  }
  return all;
}

/// Whether this is the corpus that the exceptions above were counted in; testdata/corpus is a small part of it.
bool is_full_corpus() {
  const char* const folder = std::getenv("MEDIA_PREFLIGHT_CORPUS");
  return folder != nullptr && *folder != '\0';
}

const std::vector<truth>& corpus() {
  static const std::vector<truth> all = [] {
    const std::string folder =
        is_full_corpus() ? std::getenv("MEDIA_PREFLIGHT_CORPUS") : std::string{project_folder} + "/testdata/corpus";
    std::ifstream in{folder + "/truth.tsv"};
    std::string line;
    if (!std::getline(in, line)) {
      throw std::runtime_error{"there is no truth.tsv"};
    }
    const std::vector<std::string> names = columns(line);
    const auto place = [&](std::string_view name) {
      return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    std::vector<truth> rows;
    while (std::getline(in, line)) {
      const std::vector<std::string> row = columns(line);
      const std::string& path = row.at(place("path"));
      rows.push_back({path, row.at(place("kind")), row.at(place("verdict")), row.at(place("dims")),
                      file_content(folder + '/' + path)});
    }
    return rows;
  }();
  return all;
}

/// The format that the kind of a row hints at; nothing where it hints at none of ours.
std::string_view format_of_kind(std::string_view kind) {
  static const std::map<std::string_view, std::string_view> other_names{
      {"mp4-segment", "mp4"}, {"f4v", "mp4"}, {"j2k", "jp2"},    {"mpeg", "mpeg-ps"},
      {"other", ""},          {"cr3", ""},    {"riff-other", ""}};
  const auto match = other_names.find(kind);
  return match == other_names.end() ? kind : match->second;
}

/// Keeps account of differences and of the exceptions that explain them.
class difference_log {
 public:
  explicit difference_log(std::span<const exception> list) : list_{list}, used_(list.size()) {}

  void record(const truth& row, std::string_view rule, const std::string& difference) {
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const bool folder = list_[i].path.ends_with('/');
      const bool here = folder ? row.path.starts_with(list_[i].path) : row.path == list_[i].path;
      if (here && list_[i].rule == rule) {
        ++used_[i];
        ++excepted_;
        return;
      }
    }
    problems_ += row.path + ": " + difference + '\n';
  }

  /// With the exceptions that explained more or less than they say.
  [[nodiscard]] std::string problems() const {
    std::string all = problems_;
    for (std::size_t i = 0; i < list_.size(); ++i) {
      if (is_full_corpus() && used_[i] != list_[i].files) {
        all += std::string{list_[i].path} + ": excepted " + std::to_string(used_[i]) + " times, not " +
               std::to_string(list_[i].files) + '\n';
      }
    }
    return all;
  }
  [[nodiscard]] std::size_t excepted() const { return excepted_; }

 private:
  std::span<const exception> list_;
  std::vector<std::size_t> used_;
  std::size_t excepted_ = 0;
  std::string problems_;
};

bool is_measured(format f) {
  return f == format::png || f == format::jpeg || f == format::gif || f == format::mp4 || f == format::mov;
}

/// "640x480" only: two tools or more agree on it.
bool is_agreed(std::string_view dims) {
  return !dims.empty() && dims.find_first_not_of("0123456789x") == std::string_view::npos;
}

/// CPU time of this thread: what others do on the machine does not count.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Says what went wrong in one inspection, nothing where it ended in an answer, in bounds and in time.
std::string inspection_problem(std::span<const unsigned char> file, depth level) {
  const double start = thread_seconds();
  try {
    static_cast<void>(crafted::drive_exactly(file, level));
  } catch (const std::exception& error) {
    return error.what();
  }
  return thread_seconds() - start > 1 ? "takes more than a second" : "";
}

/// The file whole, cut at 64 places, and with more and more bytes flipped 64 times; the same places in every run.
std::string damage_problems(const truth& row, std::uint32_t seed) {
  std::mt19937 random{seed};
  const auto damaged = [&](const char* label, std::span<const unsigned char> file, depth level) {
    const std::string problem = inspection_problem(file, level);
    return problem.empty() ? "" : row.path + label + problem + '\n';
  };
  std::string all = damaged(" whole: ", row.file, depth::structure) + damaged(" header: ", row.file, depth::header);
  if (row.file.empty()) {
    return all;
  }
  for (int i = 0; i < 64; ++i) {
    const std::size_t length =
        i % 2 == 0 ? random() % row.file.size() : random() % std::min<std::size_t>(row.file.size(), 4096);
    all += damaged(" cut: ", std::span{row.file}.first(length), depth::structure);
  }
  bytes flipped = row.file;
  for (int i = 0; i < 64; ++i) {
    for (int count = 0; count < 1 + i % 16; ++count) {
      const std::size_t reach = i % 2 == 0 ? flipped.size() : std::min<std::size_t>(flipped.size(), 4096);
      flipped[random() % reach] = static_cast<unsigned char>(random());
    }
    all += damaged(" flipped: ", flipped, depth::structure);
  }
  return all;
}

}  // namespace

TEST_CASE("formats and sizes of a corpus are what independent tools agree on") {
  difference_log formats{other_formats};
  difference_log sizes{other_sizes};
  std::size_t named = 0, measured = 0, lookalikes = 0;
  for (const truth& row : corpus()) {
    const preflight::facts facts = preflight::engine::sniff(row.file);
    const std::string_view expected = format_of_kind(row.kind);
    if (!expected.empty()) {
      ++named;
      if (preflight::name_of(facts.format) != expected) {
        formats.record(row, "",
                       "is called " + std::string{preflight::name_of(facts.format)} + ", not " + std::string{expected});
      }
    }
    if (!is_measured(facts.format)) {
      ++lookalikes;  // these are named, so that a message can help, and never read further
    } else if (is_agreed(row.dims)) {
      ++measured;
      const std::string size = std::to_string(facts.coded.width) + 'x' + std::to_string(facts.coded.height);
      if (size != row.dims) {
        sizes.record(row, "", "is said to be " + size + ", not " + row.dims);
      }
    }
  }
  std::cout << "corpus: " << corpus().size() << " files; format of " << named << " compared, " << formats.excepted()
            << " excepted; size of " << measured << " compared, " << sizes.excepted() << " excepted; " << lookalikes
            << " of formats that are only named\n";
  REQUIRE(formats.problems() + sizes.problems() == no_problems);
}

TEST_CASE("files of a corpus that others read without complaint are not called broken") {
  difference_log broken{broken_on_purpose};
  std::size_t good = 0;
  for (const truth& row : corpus()) {
    if (row.verdict != "good") {
      continue;
    }
    ++good;
    const preflight::report judged =
        preflight::engine::check(row.file, row.path, preflight::destinations::zoom_background);
    for (const std::string_view rule : {"malformed", "truncated", "dimensions-missing", "format-unknown"}) {
      if (const preflight::finding* finding = judged.first(rule); finding != nullptr) {
        broken.record(row, rule, std::string{finding->message.text()});
        break;
      }
    }
  }
  std::cout << "corpus: " << good << " good files, " << broken.excepted() << " called broken on purpose\n";
  REQUIRE(broken.problems() == no_problems);
}

TEST_CASE("every file of a corpus, whole or damaged, is answered within its bounds and in time") {
  const std::vector<truth>& files = corpus();
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::string problems;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      const std::string problem = damage_problems(files[i], static_cast<std::uint32_t>(i));
      const std::scoped_lock lock{mutex};
      problems += problem;
    }
  };
  std::thread second{work};
  work();
  second.join();
  REQUIRE(problems == no_problems);
}
