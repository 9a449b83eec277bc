// What an op of the project's own needs of TensorFlow's C interface, by which it is compiled without
// TensorFlow's C++ headers and by any compiler.
#pragma once

#define IS_SLIM_BUILD  // Leaves out headers that set-up does not unpack.
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace cxr {

/** What TensorFlow says of a call; deleted with it. */
struct Status {
  TF_Status* status = TF_NewStatus();
  ~Status() { TF_DeleteStatus(status); }
  void check() const {
    if (TF_GetCode(status) != TF_OK) throw std::runtime_error(TF_Message(status));
  }
};

/** An input or output of a running op. */
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(const Tensor&) = delete;
  ~Tensor() { TF_DeleteTensor(tensor_); }
  template <typename T> T* data() const { return static_cast<T*>(TF_TensorData(tensor_)); }
  int rank() const { return TF_NumDims(tensor_); }
  int64_t dim(int axis) const { return TF_Dim(tensor_, axis); }
  int64_t size() const { return TF_TensorElementCount(tensor_); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> lengths;
    for (int axis = 0; axis < rank(); axis++) lengths.push_back(dim(axis));
    return lengths;
  }

 private:
  TF_Tensor* tensor_;
};

/** Reads an attribute of an op by the function of TensorFlow's interface for its type. */
template <typename T>
T attribute(TF_OpKernelConstruction* construction, const char* name,
            void (*read)(TF_OpKernelConstruction*, const char*, T*, TF_Status*)) {
  Status status;
  T value{};
  read(construction, name, &value, status.status);
  status.check();
  return value;
}

inline int64_t intAttribute(TF_OpKernelConstruction* construction, const char* name) {
  return attribute(construction, name, TF_OpKernelConstruction_GetAttrInt64);
}

inline bool boolAttribute(TF_OpKernelConstruction* construction, const char* name) {
  return attribute(construction, name, TF_OpKernelConstruction_GetAttrBool);
}

inline float floatAttribute(TF_OpKernelConstruction* construction, const char* name) {
  return attribute(construction, name, TF_OpKernelConstruction_GetAttrFloat);
}

inline Tensor input(TF_OpKernelContext* context, int index) {
  Status status;
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context, index, &tensor, status.status);
  status.check();
  return Tensor(tensor);
}

/** Makes an output. */
inline Tensor output(TF_OpKernelContext* context, int index, TF_DataType type,
                     const std::vector<int64_t>& shape) {
  Status status;
  int64_t bytes = TF_DataTypeSize(type);
  for (const int64_t length : shape) bytes *= length;
  TF_Tensor* tensor = TF_AllocateOutput(context, index, type, shape.data(), shape.size(), bytes,
                                        status.status);
  status.check();
  return Tensor(tensor);
}

/** Makes the first output: float32, with the shape of an input. */
inline Tensor outputLike(TF_OpKernelContext* context, const Tensor& like) {
  return output(context, 0, TF_FLOAT, like.shape());
}

/** Memory for `size` float32 values while an op runs; TensorFlow keeps it for the next one. */
inline Tensor temporary(TF_OpKernelContext* context, int64_t size) {
  Status status;
  TF_AllocatorAttributes attributes = {TF_ALLOCATOR_ATTRIBUTES_STRUCT_SIZE, 1};
  TF_Tensor* tensor = TF_AllocateTemp(context, TF_FLOAT, &size, 1, &attributes, status.status);
  status.check();
  return Tensor(tensor);
}

/** Fails an op in TensorFlow's way, so that JavaScript sees an error. */
inline void fail(TF_OpKernelContext* context, const std::string& message) {
  Status status;
  TF_SetStatus(status.status, TF_INVALID_ARGUMENT, message.c_str());
  TF_OpKernelContext_Failure(context, status.status);
}

/**
 * Makes an op for processors known to TensorFlow.
 *
 * `Op` has its `NAME`, its `SIGNATURE` (inputs, outputs and attributes in TensorFlow's words, an
 * array that ends with a null), a constructor that reads the attributes, and
 * `void compute(TF_OpKernelContext*) const`; both may throw.
 */
template <typename Op> bool registerOp() {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(Op::NAME);
  for (const char* const* line = Op::SIGNATURE; *line; line++) {
    const std::string text(*line);
    if (text.rfind("in ", 0) == 0) TF_OpDefinitionBuilderAddInput(definition, *line + 3);
    if (text.rfind("out ", 0) == 0) TF_OpDefinitionBuilderAddOutput(definition, *line + 4);
    if (text.rfind("attr ", 0) == 0) TF_OpDefinitionBuilderAddAttr(definition, *line + 5);
  }
  TF_RegisterOpDefinition(definition, status.status);
  TF_KernelBuilder* kernel = TF_NewKernelBuilder(
      Op::NAME, "CPU",
      [](TF_OpKernelConstruction* construction) -> void* {
        try {
          return new Op(construction);
        } catch (const std::exception& error) {
          Status refusal;
          TF_SetStatus(refusal.status, TF_INVALID_ARGUMENT, error.what());
          TF_OpKernelConstruction_Failure(construction, refusal.status);
          return nullptr;
        }
      },
      [](void* op, TF_OpKernelContext* context) {
        try {
          static_cast<const Op*>(op)->compute(context);
        } catch (const std::exception& error) {
          fail(context, error.what());
        }
      },
      [](void* op) { delete static_cast<Op*>(op); });
  TF_RegisterKernelBuilder(Op::NAME, kernel, status.status);
  return TF_GetCode(status.status) == TF_OK;
}

}  // namespace cxr
