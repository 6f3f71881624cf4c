#pragma once

#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/decode/codecs/apng.hpp>
#include <preflight/decode/codecs/png_data.hpp>
#include <preflight/decode/decode_stream.hpp>
#include <preflight/decode/decoder.hpp>

namespace preflight::decoders {

/// PNG, by libpng and an inflater of our own. libpng reads the headers; then every row of every pass is inflated and
/// its filter type looked at, and the CRC of every critical chunk up to IEND is checked; what is wrong with ancillary
/// ones, which viewers pass over, the facts say. Where anything is not as it must be, libpng reads the rest, too, and
/// what it says counts. Only the chunks that make pixels are interpreted (IHDR, PLTE, tRNS, IDAT); text and profiles
/// are never inflated. libpng knows the further frames of an APNG as chunks with a CRC and no more: they are then
/// decoded one by one, each as the PNG it would be by itself. Two rows are held.
class png {
 public:
  static constexpr std::array formats{format::png};

  static void decode(const decode_job& job, const facts& /*known*/, decode_result& out) noexcept {
    out = {};
    out.codec << "libpng " << png_get_libpng_ver(nullptr);
    decode_stream stream{job};
    session whole{job.ceilings, out, stream};
    read_all(whole);
    if (out.is_open() && out.frames > 0) {
      read_frames(whole);
      out.finish();
    }
  }

 private:
  struct session {
    session(const budget& limits, decode_result& result, decode_stream& file, apng_frames* apng = nullptr)
        : ceilings{&limits}, out{&result}, stream{&file}, frames{apng} {}
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    ~session() { png_destroy_read_struct(&codec, &info, nullptr); }

    const budget* ceilings;
    decode_result* out;
    decode_stream* stream;
    apng_frames* frames;  // that one is read of; null for the file itself
    extent size{};
    png_structp codec = nullptr;
    png_infop info = nullptr;
    std::jmp_buf refusal{};
  };

  /// The frame that libpng's errors come back to: nothing in it has a destructor, and what changes lives in `s`.
  static void read_all(session& s) {
    if (setjmp(s.refusal) != 0) {
      return;
    }
    s.codec = png_create_read_struct(PNG_LIBPNG_VER_STRING, &s, refuse, warn);
    s.info = s.codec == nullptr ? nullptr : png_create_info_struct(s.codec);
    if (s.info == nullptr) {
      s.out->exceed(ceiling::memory, "not enough memory to start libpng");
      return;
    }
    png_set_read_fn(s.codec, &s, read);
    png_set_user_limits(s.codec, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // within_budget() judges instead
    png_set_crc_action(s.codec, s.frames == nullptr ? PNG_CRC_ERROR_QUIT : PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    png_set_keep_unknown_chunks(s.codec, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_set_benign_errors(s.codec, 1);

    png_read_info(s.codec, s.info);
    s.size = {png_get_image_width(s.codec, s.info), png_get_image_height(s.codec, s.info)};
    s.out->size = s.frames == nullptr ? s.size : s.out->size;
    if (!within_budget(s)) {
      return;
    }
    if (s.frames == nullptr && has_sound_data(s)) {
      ++s.out->frames;
      return;
    }
    const bool interlaced = png_get_interlace_type(s.codec, s.info) == PNG_INTERLACE_ADAM7;
    for (unsigned pass = 0; pass < (interlaced ? passes.size() : 1); ++pass) {
      std::uint32_t rows = interlaced ? passes[pass].rows(s.size) : s.size.height;
      for (; rows > 0; --rows) {
        if (s.stream->late()) {
          s.stream->interrupted(*s.out);
          return;
        }
        png_read_row(s.codec, nullptr, nullptr);
      }
    }
    png_read_end(s.codec, s.info);
    ++s.out->frames;
  }

  /// What follows the headers, without libpng, which then has nothing to say of it. Leaves the file where it was.
  static bool has_sound_data(session& s) {
    const std::uint64_t bits = std::uint64_t{png_get_bit_depth(s.codec, s.info)} * png_get_channels(s.codec, s.info);
    std::array<png_rows, passes.size()> rows{};
    std::size_t count = 0;
    if (png_get_interlace_type(s.codec, s.info) == PNG_INTERLACE_ADAM7) {
      for (const pass& p : passes) {
        rows[count++] = {(p.columns(s.size) * bits + 7) / 8, p.rows(s.size)};
      }
    } else {
      rows[count++] = {(s.size.width * bits + 7) / 8, s.size.height};
    }
    const std::uint64_t position = s.stream->position();
    const bool is_sound = png_data{*s.stream, std::span{rows}.first(count)}.is_sound();
    s.stream->seek(position);
    return is_sound;
  }

  static void read_frames(const session& whole) {
    decode_result& out = *whole.out;
    apng_frames frames{*whole.stream, out};
    std::uint64_t pixels = whole.size.pixels();
    if (!frames.is_animation()) {
      return;
    }
    while (frames.next()) {
      out.frames = frames.number() - 1;
      pixels += frames.size().pixels();
      if (out.frames >= whole.ceilings->frames) {
        out.exceed(ceiling::frames, "too many frames", whole.ceilings->frames, out.frames + 1);
      } else if (pixels > whole.ceilings->animation_pixels) {
        out.exceed(ceiling::animation_pixels, "all frames together have too many pixels",
                   whole.ceilings->animation_pixels, pixels);
      } else {
        session frame{*whole.ceilings, out, *whole.stream, &frames};
        read_all(frame);
      }
      if (!out.is_open()) {
        return;
      }
    }
  }

  static bool within_budget(session& s) {
    const std::uint64_t rows = 2 * std::uint64_t{png_get_rowbytes(s.codec, s.info)};
    if (s.size.pixels() > s.ceilings->pixels) {
      s.out->exceed(ceiling::pixels, "the picture has too many pixels", s.ceilings->pixels, s.size.pixels());
      return false;
    }
    if (rows > s.ceilings->memory) {
      s.out->exceed(ceiling::memory, "two rows of the picture take too many bytes of memory", s.ceilings->memory, rows);
      return false;
    }
    return true;
  }

  /// One of the seven smaller pictures an interlaced one is stored as (PNG 8.2).
  struct pass {
    std::uint32_t left, top, step_x, step_y;

    /// libpng passes over a picture without columns by itself.
    [[nodiscard]] constexpr std::uint32_t rows(extent whole) const {
      return whole.width > left && whole.height > top ? (whole.height - top - 1) / step_y + 1 : 0;
    }
    [[nodiscard]] constexpr std::uint32_t columns(extent whole) const {
      return whole.width > left ? (whole.width - left - 1) / step_x + 1 : 0;
    }
  };
  static constexpr std::array<pass, 7> passes{
      {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};

  static session& session_of(png_structp codec) { return *static_cast<session*>(png_get_error_ptr(codec)); }

  static void read(png_structp codec, png_bytep buffer, std::size_t count) {
    session& s = session_of(codec);
    const std::span whole{buffer, count};
    if ((s.frames != nullptr ? s.frames->read(whole) : s.stream->read(whole)) != count) {
      png_error(codec, "the file ends inside the IEND chunk");
    }
  }

  [[noreturn]] static void refuse(png_structp codec, png_const_charp words) {
    session& s = session_of(codec);
    if (!s.stream->interrupted(*s.out)) {
      reject(s, words);
    }
    std::longjmp(s.refusal, 1);
  }

  /// libpng may hold something only it knows of while it warns, so reading goes on.
  static void warn(png_structp codec, png_const_charp text) {
    session& s = session_of(codec);
    const std::string_view words{text};
    if (is_surplus(words)) {
      s.out->add_surplus(surplus::png_data, 0);
    } else if (s.out->is_open() && words.starts_with("IDAT: ")) {
      reject(s, words);
    }
  }

  static void reject(session& s, std::string_view words) {
    if (s.frames == nullptr) {
      s.out->end(decode_outcome::rejected, words);
    } else {
      s.frames->reject(words);
    }
  }

  /// Whether a warning tells of data beyond the last pixel. All others about the data mean pixels that are not what the
  /// file said.
  static bool is_surplus(std::string_view words) {
    constexpr std::array<std::string_view, 3> all{"Extra compressed data", "Too much image data", "Too many IDATs"};
    return words.starts_with("IDAT: ") &&
           std::ranges::any_of(all, [&](std::string_view part) { return words.find(part) != std::string_view::npos; });
  }
};
static_assert(decoder<png>);

}  // namespace preflight::decoders
