// Files too large to be read. What depth header needs of them is little, wherever in the file it stands; depth
// structure needs the sample tables too, once.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/layout.hpp"
#include "sniff/crafted/png.hpp"

namespace {

using crafted::bytes;
using crafted::layout;
using crafted::mp4::full_box;
using preflight::depth;
using preflight::extent;
using preflight::fault_kind;
using preflight::format;

constexpr std::uint64_t gigabyte = 1'000'000'000;

preflight::probe_result probe_layout(const layout& file, depth level, const preflight::budget& ceilings = {}) {
  crafted::layout_source source{file};
  const auto result = preflight::probe(source, level, ceilings);
  REQUIRE(result);
  CHECK(result->bytes_read == source.bytes_read());
  return *result;
}

/// Tables of `count` samples of 20,000 bytes, `together` in a chunk, the chunks one after the other from `first` on.
bytes long_tables(std::uint32_t count, std::uint32_t together, std::uint64_t first) {
  constexpr std::uint32_t size = 20'000;
  const std::uint32_t chunks = (count + together - 1) / together;
  bytes sizes = bytes{}.u32(0).u32(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    sizes.u32(size);
  }
  bytes offsets = bytes{}.u32(chunks);
  for (std::uint32_t i = 0; i < chunks; ++i) {
    offsets.u64(first + std::uint64_t{i} * together * size);
  }
  const std::uint32_t rest = count % together;
  bytes runs = bytes{}.u32(rest == 0 ? 1 : 2).u32(1).u32(together).u32(1);
  if (rest != 0) {
    runs.u32(chunks).u32(rest).u32(1);
  }
  return full_box("stts", 0, 0, bytes{}.u32(1).u32(count).u32(33)) + full_box("stsc", 0, 0, runs) +
         full_box("stsz", 0, 0, sizes) + full_box("co64", 0, 0, offsets);
}

/// An hour of video from a camera: ftyp, mdat of `media` bytes, and moov with the tables of 100,000 samples.
layout camera_file(std::uint64_t media, std::uint32_t together) {
  const std::uint64_t first = crafted::boxes::ftyp_mp4.size() + 16;
  crafted::mp4::track track = crafted::mp4::video({1920, 1080});
  track.sample_table = long_tables(100'000, together, first);
  track.samples.clear();
  layout file{crafted::boxes::ftyp_mp4 + crafted::boxes::claimed_64(media + 16, "mdat")};
  file.append_zeros(media);
  return file.append(crafted::mp4::moov({.tracks = {track}}, 0));
}

/// Makes boxes that stand one inside another longer by so many bytes, which are still to come.
void lengthen(bytes& movie, std::initializer_list<std::string_view> boxes, std::uint32_t more) {
  for (const std::string_view type : boxes) {
    const std::size_t at = crafted::find(movie, type) - 4;
    const bytes size = bytes{}.u32(preflight::byte_cursor{preflight::byte_view{movie}, at}.u32be() + more);
    std::copy(size.begin(), size.end(), movie.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

/// A movie of `count` samples, one in a chunk, of which all but the last one are empty: little of it is on a disk.
layout sparse_tables(std::uint32_t count, std::uint32_t last_chunk) {
  const std::uint32_t table = 4 * count;
  const bytes chunks = crafted::boxes::claimed(16 + table, "stco") + bytes{}.u32(0).u32(count);
  crafted::mp4::track track = crafted::mp4::video();
  track.sample_table = full_box("stts", 0, 0, bytes{}.u32(1).u32(count).u32(1)) +
                       full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(1).u32(1)) +
                       full_box("stsz", 0, 0, bytes{}.u32(0).u32(count));
  bytes movie = crafted::mp4::moov({.tracks = {track}}, 0);
  lengthen(movie, {"stsz"}, table);
  lengthen(movie, {"moov", "trak", "mdia", "minf", "stbl"}, table + static_cast<std::uint32_t>(chunks.size()) + table);
  layout file{crafted::boxes::ftyp_mp4 + movie};
  file.append_zeros(table - 4).append(bytes{}.u32(100)).append(chunks);
  return file.append_zeros(table - 4).append(bytes{}.u32(last_chunk));
}

std::uint64_t size_of_moov(const layout& file) { return file.pieces.back().data.size(); }

/// What depth structure may read of a movie whose tables are large: them, and not much beside them.
std::uint64_t max_bytes_read(std::uint64_t moov) { return moov + preflight::window_size + 4096; }

/// Counts what is read through another source.
template <class Source>
class counting_source {
 public:
  explicit counting_source(Source& source) : source_{&source} {}
  [[nodiscard]] std::uint64_t size() const { return source_->size(); }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) {
    bytes_read_ += into.size();
    return source_->read(offset, into);
  }

 private:
  Source* source_;
  std::uint64_t bytes_read_ = 0;
};

/// A file that is gone when the test is over.
class temporary_file {
 public:
  explicit temporary_file(const std::string& name) : path_{std::filesystem::temp_directory_path() / name} {}
  temporary_file(const temporary_file&) = delete;
  temporary_file(temporary_file&&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  temporary_file& operator=(temporary_file&&) = delete;
  ~temporary_file() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("of a moov after 2 GB of media depth header reads little, and depth structure the tables") {
  const layout file = camera_file(2 * gigabyte, 30);
  const preflight::probe_result header = probe_layout(file, depth::header);
  CHECK(header.file.format == format::mp4);
  CHECK(header.file.coded == extent{1920, 1080});
  CHECK(header.bytes_read < 33'000);
  const preflight::probe_result structure = probe_layout(file, depth::structure);
  CHECK(structure.file.coded == extent{1920, 1080});
  CHECK(structure.bytes_read <= max_bytes_read(size_of_moov(file)));
  CHECK(structure.file.end == file.size);
  CHECK_FALSE(structure.file.faults.has(fault_kind::truncated));
}

TEST_CASE("sample tables are read about once, however the samples are gathered in chunks") {
  for (const std::uint32_t together : {1U, 7U, 30U, 1000U, 100'000U}) {
    INFO(together << " samples in a chunk");
    const layout file = camera_file(2 * gigabyte, together);
    const preflight::probe_result structure = probe_layout(file, depth::structure);
    CHECK_FALSE(structure.file.faults.has(fault_kind::malformed));
    CHECK_FALSE(structure.file.faults.has(fault_kind::truncated));
    CHECK(structure.bytes_read <= max_bytes_read(size_of_moov(file)));
  }
}

TEST_CASE("the last of 100,000 samples counts") {
  for (const std::uint32_t together : {1U, 1000U}) {
    const layout whole = camera_file(2 * gigabyte, together);
    const layout cut = camera_file(2 * gigabyte - size_of_moov(whole) - 1, together);
    CHECK_FALSE(probe_layout(whole, depth::structure).file.faults.has(fault_kind::truncated));
    CHECK(probe_layout(cut, depth::structure).file.faults.has(fault_kind::truncated));
  }
}

TEST_CASE("a day of video at 60 frames a second, each in a chunk of its own, is walked to its end") {
  constexpr std::uint32_t count = 24 * 60 * 60 * 60;
  const layout good = sparse_tables(count, 0);
  const preflight::probe_result whole = probe_layout(good, depth::structure);
  CHECK_FALSE(whole.file.faults.has(fault_kind::over_budget));
  CHECK_FALSE(whole.file.faults.has(fault_kind::truncated));
  CHECK(whole.bytes_read <= max_bytes_read(good.size));
  const layout astray = sparse_tables(count, 1U << 31);
  const preflight::facts facts = probe_layout(astray, depth::structure).file;
  REQUIRE(facts.faults.has(fault_kind::truncated));
  CHECK(facts.faults.first(fault_kind::truncated)->offset == astray.size - 4);
}

TEST_CASE("tables of a hundred million samples end at a ceiling") {
  const preflight::probe_result result = probe_layout(sparse_tables(100'000'000, 0), depth::structure);
  const preflight::fault* const ceiling = result.file.faults.first(fault_kind::over_budget);
  REQUIRE(ceiling != nullptr);
  CHECK(ceiling->ceiling == preflight::ceiling::samples);
  CHECK(ceiling->expected == 32'000'000);
  CHECK(ceiling->actual == 32'000'001);
  CHECK(ceiling->offset > 0);
  CHECK(result.bytes_read < 32'000'000 * 4 + 1'000'000);
  CHECK(result.file.coded == extent{1280, 720});
}

TEST_CASE("the ceiling of table entries is one for all tracks, and inclusive") {
  crafted::mp4::track second = crafted::mp4::video();
  second.id = 2;
  const bytes file = crafted::mp4::moov_first({.tracks = {crafted::mp4::video(), second}});
  const auto is_over_budget = [&](std::uint32_t entries) {
    return preflight::sniff(file, depth::structure, {.table_entries = entries}).faults.has(fault_kind::over_budget);
  };
  CHECK_FALSE(is_over_budget(4));  // a chunk and a sample in each
  CHECK(is_over_budget(3));
  CHECK(is_over_budget(1));
}

TEST_CASE("tables are walked once, however many boxes end after them") {
  crafted::mp4::track track = crafted::mp4::video();
  bytes movie = crafted::mp4::moov({.tracks = {track}}, 0);
  bytes more;
  for (int i = 0; i < 1000; ++i) {
    more.add(crafted::boxes::box("stbl"));
  }
  lengthen(movie, {"moov", "trak", "mdia", "minf"}, static_cast<std::uint32_t>(more.size()));
  const bytes file = crafted::boxes::ftyp_mp4 + movie + more + crafted::boxes::box("mdat", crafted::zeros(100'000));
  const preflight::facts facts = preflight::sniff(file, depth::structure, {.table_entries = 2});
  CHECK_FALSE(facts.faults.has(fault_kind::over_budget));
}

TEST_CASE("media of more than 4 GiB is stepped over") {
  const layout file = camera_file(6 * gigabyte, 30);
  CHECK(probe_layout(file, depth::header).bytes_read < 33'000);
  CHECK(probe_layout(file, depth::structure).file.coded == extent{1920, 1080});
}

TEST_CASE("a uuid box of 2 GB in front of the movie is stepped over") {
  const bytes front = crafted::boxes::ftyp_mp4;
  const std::uint32_t size = 2'000'000'000;
  crafted::mp4::movie movie{.tracks = {crafted::mp4::video()}};
  movie.tracks[0].data_reference = crafted::mp4::in_another_file;
  layout file{front + crafted::boxes::claimed(size, "uuid")};
  file.append_zeros(size - 8).append(crafted::mp4::moov(movie, 0));
  for (const depth level : {depth::header, depth::structure}) {
    const preflight::probe_result result = probe_layout(file, level);
    CHECK(result.file.coded == extent{1280, 720});
    CHECK(result.bytes_read < 16'384);
  }
}

TEST_CASE("2 GB on a disk are read like 2 GB in thought: under 64 KiB at depth header, about a moov at structure") {
  const layout file = camera_file(2 * gigabyte, 30);
  const temporary_file on_disk{"media-preflight-2-gb-" + std::to_string(file.size) + ".mp4"};
  {
    std::ofstream out{on_disk.path(), std::ios::binary | std::ios::trunc};
    for (const crafted::piece& piece : file.pieces) {
      out.seekp(static_cast<std::streamoff>(piece.offset));
      out.write(reinterpret_cast<const char*>(piece.data.data()), static_cast<std::streamsize>(piece.data.size()));
    }
    REQUIRE(out.flush());
  }
  REQUIRE(std::filesystem::file_size(on_disk.path()) == file.size);
  std::ifstream in{on_disk.path(), std::ios::binary};
  preflight::stream_source stream{in};
  for (const depth level : {depth::header, depth::structure}) {
    counting_source<preflight::stream_source> source{stream};
    const auto result = preflight::probe(source, level);
    REQUIRE(result);
    CHECK(result->file.coded == extent{1920, 1080});
    CHECK(source.bytes_read() == probe_layout(file, level).bytes_read);
    CHECK(source.bytes_read() < (level == depth::header ? 65'536 : max_bytes_read(size_of_moov(file))));
  }
}

TEST_CASE("sizes near the end of 64 bits wrap around nowhere") {
  const preflight::budget modest{.bytes = 1 << 20};
  const bytes huge_box = crafted::boxes::ftyp_mp4 + crafted::boxes::claimed_64(0xFFFFFFFFFFFFFFF0, "mdat");
  const bytes huge_chunk = crafted::png::signature + crafted::png::ihdr({}) + bytes{}.u32(0x7FFFFFFF).text("IDAT");
  for (const bytes& head : {huge_box, huge_chunk, crafted::jpeg::picture(), crafted::gif::picture(),
                            crafted::cut(crafted::jpeg::picture(), 700), crafted::cut(crafted::gif::picture(), 700),
                            crafted::boxes::claimed_64(std::numeric_limits<std::uint64_t>::max(), "moov"), bytes{0}}) {
    for (const std::uint64_t size : {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{1} << 63}) {
      layout file{head};
      file.size = size;
      for (const depth level : {depth::header, depth::structure}) {
        const preflight::probe_result result = probe_layout(file, level, modest);
        CHECK(result.file.file_size == size);
        CHECK(result.bytes_read <= (1 << 20));
      }
    }
  }
}
