/** Size and margins of the charts whose both axes run from 0 to 1, in pixels. */
export const CURVE_FRAME = {
  width: 480,
  height: 440,
  marginTop: 14,
  marginBottom: 42,
  marginLeft: 62,
  marginRight: 34,
} as const;
