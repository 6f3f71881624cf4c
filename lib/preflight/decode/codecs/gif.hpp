#pragma once

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include <preflight/decode/decode_stream.hpp>
#include <preflight/decode/decoder.hpp>
#include <preflight/decode/gif_lzw_checker.hpp>

namespace preflight::decoders {

/// GIF, by giflib. Every code of every frame is unpacked, as many pixels as the frame has, up to the trailer; a frame
/// may be larger than the screen. giflib goes on after a code that its table does not hold, so the codes it reads are
/// walked beside it. Nothing is kept but giflib's tables, those of the walk and a piece of a frame.
class gif {
 public:
  static constexpr std::array formats{format::gif};

  static void decode(const decode_job& job, const facts& /*known*/, decode_result& out) noexcept {
    out = {};
    out.codec << "giflib " << unsigned{GIFLIB_MAJOR} << "." << unsigned{GIFLIB_MINOR} << "."
              << unsigned{GIFLIB_RELEASE};
    gif{job, out}.read_all();
  }

 private:
  gif(const decode_job& job, decode_result& out) : ceilings_{job.ceilings}, out_{out}, stream_{job} {}

  void read_all() {
    int error = 0;
    codec_.reset(DGifOpen(this, read, &error));
    if (codec_ == nullptr) {
      refuse(error);
      return;
    }
    out_.size = {static_cast<std::uint32_t>(codec_->SWidth), static_cast<std::uint32_t>(codec_->SHeight)};
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    do {
      if (DGifGetRecordType(codec_.get(), &record) == GIF_ERROR) {
        refuse(codec_->Error);
        return;
      }
    } while (record == IMAGE_DESC_RECORD_TYPE ? image() : record == EXTENSION_RECORD_TYPE && extension());
    if (record == TERMINATE_RECORD_TYPE && out_.frames == 0) {
      out_.end(decode_outcome::rejected, "there is no image before the trailer");
    } else if (record == TERMINATE_RECORD_TYPE) {
      out_.finish();
    }
  }

  bool image() {
    codec_->Error = 0;  // giflib can set it and still answer that all is well: a code size above 8
    if (DGifGetImageDesc(codec_.get()) == GIF_ERROR || codec_->Error != 0) {
      return refuse(codec_->Error);
    }
    const extent size{static_cast<std::uint32_t>(codec_->Image.Width),
                      static_cast<std::uint32_t>(codec_->Image.Height)};
    if (!within_budget(size)) {
      return false;
    }
    in_data_ = true;
    codes_.begin(last_byte_, size.pixels(), stream_.position());
    if (!(size.usable() ? unpack(size.pixels()) : pass_over())) {
      return refuse(codec_->Error);
    }
    in_data_ = false;
    if (codes_.has_surplus()) {
      out_.add_surplus(surplus::gif_codes, codes_.offset());
    }
    ++out_.frames;
    GifFreeSavedImages(codec_.get());  // giflib remembers every frame's descriptor and colours otherwise
    codec_->ImageCount = 0;
    return true;
  }

  bool unpack(std::uint64_t pixels) {
    while (pixels > 0) {
      const auto count = static_cast<int>(std::min<std::uint64_t>(pixels, piece_.size()));
      if (stream_.late() || DGifGetLine(codec_.get(), piece_.data(), count) == GIF_ERROR || codes_.wrong()) {
        return false;
      }
      pixels -= static_cast<std::uint64_t>(count);
    }
    return true;
  }

  /// A frame without width or height has no pixels; giflib's function for lines would run into what follows it.
  bool pass_over() {
    GifByteType* block = nullptr;
    do {
      if (DGifGetCodeNext(codec_.get(), &block) == GIF_ERROR) {
        return false;
      }
    } while (block != nullptr);
    return true;
  }

  bool within_budget(extent frame) {
    pixels_ += frame.pixels();
    if (out_.frames == ceilings_.frames) {
      out_.exceed(ceiling::frames, "too many frames", ceilings_.frames, out_.frames + 1);
    } else if (frame.pixels() > ceilings_.pixels) {
      out_.exceed(ceiling::pixels, "a frame has too many pixels", ceilings_.pixels, frame.pixels());
    } else if (pixels_ > ceilings_.animation_pixels) {
      out_.exceed(ceiling::animation_pixels, "all frames together have too many pixels", ceilings_.animation_pixels,
                  pixels_);
    }
    return out_.is_open();
  }

  bool extension() {
    int function = 0;
    GifByteType* block = nullptr;
    for (int state = DGifGetExtension(codec_.get(), &function, &block); block != nullptr || state == GIF_ERROR;
         state = DGifGetExtensionNext(codec_.get(), &block)) {
      if (state == GIF_ERROR) {
        return refuse(codec_->Error);
      }
    }
    return true;
  }

  bool refuse(int error) {
    if (stream_.interrupted(out_)) {
      return false;
    }
    if (codes_.wrong()) {
      out_.end(decode_outcome::rejected, "the data of frame ");
      out_.offset = codes_.offset();
      out_.message << out_.frames + 1 << " is damaged: LZW code " << codes_.wrong_code() << ", but the highest is "
                   << codes_.highest() << " (at byte " << out_.offset << ')';
    } else if (stream_.exhausted()) {
      out_.end(decode_outcome::rejected, "the file ends ");
      if (in_data_) {
        out_.message << "inside the data of frame " << out_.frames + 1;
      } else {
        out_.message << "before the trailer";
      }
    } else if (error == D_GIF_ERR_READ_FAILED) {  // its answer to a code size above 8, too
      out_.end(decode_outcome::unsupported, "giflib does not read LZW code sizes above 8");
    } else {
      const char* const words = GifErrorString(error);
      out_.end(decode_outcome::rejected, words != nullptr ? words : "giflib gives no reason");
    }
    return false;
  }

  static int read(GifFileType* codec, GifByteType* buffer, int count) {
    gif& self = *static_cast<gif*>(codec->UserData);
    const std::span whole{buffer, static_cast<std::size_t>(count)};
    const std::span<const unsigned char> filled = whole.first(self.stream_.read(whole));
    if (self.in_data_) {
      self.codes_.take(filled);
    } else if (!filled.empty()) {
      self.last_byte_ = filled.back();
    }
    return static_cast<int>(filled.size());
  }

  struct close_codec {
    void operator()(GifFileType* codec) const { DGifCloseFile(codec, nullptr); }
  };

  const budget& ceilings_;
  decode_result& out_;
  decode_stream stream_;
  detail::gif_lzw_checker codes_;
  bool in_data_ = false;
  unsigned char last_byte_ = 0;  // after an image descriptor the LZW minimum code size, which giflib keeps to itself
  std::uint64_t pixels_ = 0;
  std::array<GifPixelType, 16384> piece_;  // only ever written
  std::unique_ptr<GifFileType, close_codec> codec_;
};
static_assert(decoder<gif>);

}  // namespace preflight::decoders
