/** What the map shows: provinces of now or before, roads, railways, gateways, sites left out. */
import { useStore } from "zustand";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { Popover } from "../../components/popover";
import { t } from "../../messages";
import { mapStore, type ProvinceLayer } from "./map-store";
import styles from "./map-view.module.css";
import { GATEWAY_KINDS } from "./symbols";

const PROVINCES: readonly ProvinceLayer[] = ["now", "former", "none"];

export function LayersMenu() {
  const settings = useStore(mapStore);
  const check = (label: string, checked: boolean, set: (on: boolean) => void) => (
    <label className={styles.option} key={label}>
      <input type="checkbox" checked={checked} onChange={(event) => set(event.target.checked)} />
      {label}
    </label>
  );
  return (
    <Popover
      label={t("map.layers")}
      align="end"
      width={224}
      trigger={(trigger) => (
        <Button kind="quiet" {...trigger}>
          <Icon name="layers" />
          {t("map.layers")}
        </Button>
      )}
    >
      {() => (
        <div className={styles.layers}>
          <fieldset>
            <legend>{t("map.layers.provinces")}</legend>
            {PROVINCES.map((option) => (
              <label className={styles.option} key={option}>
                <input
                  type="radio"
                  name="map-provinces"
                  checked={settings.provinces === option}
                  onChange={() => mapStore.setState({ provinces: option })}
                />
                {t(`map.layers.${option}`)}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>{t("map.layers.ways")}</legend>
            {check(t("map.layers.roads"), settings.roads, (roads) => mapStore.setState({ roads }))}
            {check(t("map.layers.railways"), settings.railways, (railways) => mapStore.setState({ railways }))}
          </fieldset>
          <fieldset>
            <legend>{t("map.layers.gateways")}</legend>
            {GATEWAY_KINDS.map((kind) =>
              check(t(`map.gateway.${kind}`), settings.gateways.includes(kind), (on) =>
                mapStore.setState({
                  gateways: on ? [...settings.gateways, kind] : settings.gateways.filter((other) => other !== kind),
                }),
              ),
            )}
          </fieldset>
          <fieldset>
            <legend>{t("map.layers.sites")}</legend>
            {check(t("map.layers.leftOut"), settings.leftOut, (leftOut) => mapStore.setState({ leftOut }))}
          </fieldset>
        </div>
      )}
    </Popover>
  );
}
